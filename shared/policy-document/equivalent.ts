import { listOf, type PolicyDocument, policyDocumentSchema, type Statement, statementsOf } from "./document.ts";
import { readDocument } from "./read-document.ts";

/**
 * Whether two policy documents, as objects or as (URL-encoded) JSON text, mean the same to IAM.
 *
 * Equal by meaning: order of statements, actions, resources, principals and condition values; a string and a list of
 * only that string; an account id and its root ARN; `"*"` and `{"AWS": "*"}`; the case of actions and condition keys
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html); Id and Sid, which grant
 * nothing. Anything else differs, and a document that is not one equals nothing.
 */
export function equivalent(left: unknown, right: unknown): boolean {
  const leftDocument = toDocument(left);
  const rightDocument = toDocument(right);
  if (leftDocument === undefined || rightDocument === undefined) return false;
  return canonical(leftDocument) === canonical(rightDocument);
}

function toDocument(value: unknown): PolicyDocument | undefined {
  if (typeof value === "string") {
    const read = readDocument(value);
    return read.kind === "document" ? read.document : undefined;
  }
  return policyDocumentSchema.safeParse(value).data;
}

function canonical(document: PolicyDocument): string {
  // Without Version IAM reads the older language, which has no policy variables:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
  const version = document.Version ?? "2008-10-17";
  return JSON.stringify([version, sortedSet(statementsOf(document).map(canonicalStatement))]);
}

function canonicalStatement(statement: Statement): string {
  const lowerCase = (action: string) => action.toLowerCase();
  const asIs = (resource: string) => resource;
  return JSON.stringify([
    statement.Effect,
    canonicalPrincipal(statement.Principal),
    canonicalPrincipal(statement.NotPrincipal),
    canonicalList(statement.Action, lowerCase),
    canonicalList(statement.NotAction, lowerCase),
    canonicalList(statement.Resource, asIs),
    canonicalList(statement.NotResource, asIs),
    canonicalCondition(statement.Condition),
  ]);
}

function canonicalPrincipal(principal: Statement["Principal"]): unknown {
  if (principal === undefined) return null;
  const byType = principal === "*" ? { AWS: "*" } : principal;
  return sortedSet(
    Object.entries(byType).map(([type, values]) =>
      JSON.stringify([type, sortedSet(listOf(values).map(canonicalPrincipalValue))]),
    ),
  );
}

function canonicalPrincipalValue(value: string): string {
  return /^arn:[\w-]+:iam::(\d{12}):root$/.exec(value)?.[1] ?? value;
}

function canonicalList(value: string | string[] | undefined, each: (item: string) => string): unknown {
  return value === undefined ? null : sortedSet(listOf(value).map(each));
}

function canonicalCondition(condition: Statement["Condition"]): unknown {
  if (condition === undefined) return [];
  return sortedSet(
    Object.entries(condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) =>
        JSON.stringify([operator, key.toLowerCase(), sortedSet(listOf(values).map(String))]),
      ),
    ),
  );
}

function sortedSet(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort();
}
