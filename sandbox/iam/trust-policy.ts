import { malformedPolicyDocument } from "../aws-error.ts";
import { isRecord } from "../http/input.ts";
import type { Identity, World } from "../world.ts";
import { checkDocument } from "./checks.ts";

/**
 * A trust policy as IAM stores it: roles and users named as principals must exist and are kept by unique id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function storedTrustPolicy(world: World, document: string): string {
  checkDocument(document, "required");
  return withPrincipals(document, (principal) => storedPrincipal(world, principal));
}

/** A trust policy as IAM shows and evaluates it: unique ids become ARNs again, where the principal still exists. */
export function shownTrustPolicy(world: World, stored: string): string {
  if (!/"(AROA|AIDA)/.test(stored)) return stored;
  const byId = new Map(identities(world).map(({ id, arn }) => [id, arn]));
  try {
    return withPrincipals(stored, (principal) => byId.get(principal) ?? principal);
  } catch {
    return stored;
  }
}

function storedPrincipal(world: World, principal: string): string {
  const account = /^(?:arn:([\w-]+):iam::)?(\d{12})(?::root)?$/.exec(principal);
  if (principal === "*") return principal;
  if (account !== null) {
    const [, partition = world.partition, id = ""] = account;
    if (partition === world.partition && world.accounts.has(id)) return `arn:${partition}:iam::${id}:root`;
    throw invalidPrincipal(principal);
  }
  const found = identities(world).find(({ arn }) => arn === principal);
  if (found === undefined) throw invalidPrincipal(principal);
  return found.id;
}

function invalidPrincipal(principal: string) {
  return malformedPolicyDocument(`Invalid principal in policy: "AWS":"${principal}"`);
}

function identities(world: World): readonly Identity[] {
  return [...world.accounts.values()].flatMap((account) => [...account.roles.values(), ...account.users.values()]);
}

function withPrincipals(document: string, map: (principal: string) => string): string {
  const parsed: unknown = JSON.parse(document);
  if (!isRecord(parsed)) return document;
  const { Statement: statements } = parsed;
  const mapped = (Array.isArray(statements) ? statements : [statements]).map((statement: unknown) =>
    isRecord(statement) ? mapStatement(statement, map) : statement,
  );
  return JSON.stringify({ ...parsed, Statement: mapped });
}

function mapStatement(statement: Record<string, unknown>, map: (principal: string) => string): Record<string, unknown> {
  const { Principal: principal } = statement;
  if (!isRecord(principal) || principal["AWS"] === undefined) return statement;
  const named: unknown = principal["AWS"];
  const AWS = Array.isArray(named) ? named.map((one) => map(String(one))) : map(String(named));
  return { ...statement, Principal: { ...principal, AWS } };
}
