import { listOf, type PolicyDocument, statementsOf } from "./document.ts";

/**
 * Unique ids left in Principal elements by deleted users and roles: the ARN no longer resolves, so nobody matches,
 * even when a principal of the same name exists again.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function deadPrincipals(document: PolicyDocument): readonly string[] {
  const principals = statementsOf(document).flatMap(({ Principal: principal }) =>
    principal === undefined || principal === "*" ? [] : Object.values(principal).flatMap((value) => listOf(value)),
  );
  return principals.filter((value) => /^(AROA|AIDA)[A-Z0-9]+$/.test(value));
}
