import type { RoleChange } from "#shared/member-role/change.ts";
import { reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import { type PolicyDocument, policyDocumentSchema, statementsOf } from "#shared/policy-document/document.ts";
import { equivalent } from "#shared/policy-document/equivalent.ts";
import type { Connection } from "../connect.ts";
import type { Obstacle } from "./verify-account.ts";

type Refusal = Extract<
  Obstacle,
  "role-refuses" | "no-role" | "trust-policy" | "external-id" | "not-a-source-principal"
>;

/**
 * Why a role refuses a reader, by what an operator of the management account reads in the account: AWS tells the reader
 * nothing. Reads alone; `role-refuses` where the account cannot be read either.
 */
export async function whyRefused(accountId: string, { aws, deployment }: Connection): Promise<Refusal> {
  const outcome = await reconcileMemberRole(accountId, "plan", deployment, aws);
  switch (outcome.status) {
    case "in-sync":
      return "not-a-source-principal";
    case "planned":
    case "conflict":
      return refusalIn(outcome.changes);
    default:
      return "role-refuses";
  }
}

function refusalIn(changes: readonly RoleChange[]): Refusal {
  if (changes.some(({ kind }) => kind === "create-role")) return "no-role";
  const trust = changes.find((change) => change.kind === "update-trust-policy");
  if (trust === undefined) return "not-a-source-principal";
  return equivalent(withoutExternalId(trust.before), withoutExternalId(trust.after)) ? "external-id" : "trust-policy";
}

function withoutExternalId(document: PolicyDocument | string): PolicyDocument | undefined {
  const parsed = policyDocumentSchema.safeParse(document).data;
  if (parsed === undefined) return undefined;
  const Statement = statementsOf(parsed).map(({ Condition: condition = {}, ...statement }) => ({
    ...statement,
    Condition: Object.fromEntries(Object.entries(condition).map(([operator, keys]) => [operator, otherKeys(keys)])),
  }));
  return { ...parsed, Statement };
}

function otherKeys<T>(keys: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(keys).filter(([key]) => key.toLowerCase() !== "sts:externalid"));
}
