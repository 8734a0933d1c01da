import { entityAlreadyExists, limitExceeded, malformedPolicyDocument, validationError } from "../aws-error.ts";
import { type Input, isRecord } from "../http/input.ts";
import type { Tags } from "../world.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const quotas = {
  managedPolicySize: 6144,
  inlinePoliciesSize: { role: 10240, user: 2048, group: 5120 },
  trustPolicySize: 2048,
  policiesPerRole: 20,
  policiesPerUser: 10,
  policiesPerGroup: 10,
  versionsPerPolicy: 5,
  roles: 1000,
  sessionPolicySize: 2048,
} as const;

const namePattern = /^[\w+=,.@-]+$/;

export function checkName(member: string, name: string, longest: number): void {
  if (name.length > longest) {
    throw validationError(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${longest}`,
    );
  }
  if (!namePattern.test(name)) {
    throw validationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
}

export function checkPath(path: string): void {
  if (!/^\/([\x21-\x7e]+\/)?$/.test(path)) {
    throw validationError(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  }
}

export function checkIsFree(kind: "Role" | "User" | "Group", taken: ReadonlyMap<string, unknown>, name: string): void {
  if (taken.has(name.toLowerCase())) throw entityAlreadyExists(`${kind} with name ${name} already exists.`);
}

/** IAM does not count white space. */
export function sizeOf(document: string): number {
  return document.replace(/\s/g, "").length;
}

export function checkSize(document: string, limit: number, what: string): void {
  if (sizeOf(document) > limit) throw limitExceeded(`Cannot exceed quota for ${what}: ${limit}`);
}

/** Checks that a document is a policy; `principal` says whether its statements must name principals or must not. */
export function checkDocument(document: string, principal: "required" | "forbidden"): void {
  for (const statement of statementsOf(document)) {
    const has = (element: string) => element in statement || `Not${element}` in statement;
    if (principal === "required") checkTrustStatement(has);
    else checkIdentityStatement(has);
    if (!has("Action")) throw malformedPolicyDocument("Policy statement must contain actions.");
    if (!["Allow", "Deny"].includes(String(statement["Effect"])))
      throw malformedPolicyDocument("Syntax errors in policy.");
  }
}

function checkTrustStatement(has: (element: string) => boolean): void {
  if (!has("Principal")) throw malformedPolicyDocument("Missing required field Principal");
  if (has("Resource")) throw malformedPolicyDocument("Has prohibited field Resource");
}

function checkIdentityStatement(has: (element: string) => boolean): void {
  if (has("Principal")) throw malformedPolicyDocument("Policy document should not specify a principal.");
  if (!has("Resource")) throw malformedPolicyDocument("Policy statement must contain resources.");
}

function statementsOf(document: string): readonly Record<string, unknown>[] {
  const parsed = parseDocument(document);
  const statements = Array.isArray(parsed["Statement"]) ? parsed["Statement"] : [parsed["Statement"]];
  if (!statements.every(isRecord)) throw malformedPolicyDocument("Syntax errors in policy.");
  return statements;
}

function parseDocument(document: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(document);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Said below, as for any document that is no structure.
  }
  throw malformedPolicyDocument("This policy contains invalid Json");
}

export function readTags(input: Input): Tags {
  return new Map(input.structures("Tags").map((tag) => [tag.text("Key"), tag.text("Value")]));
}

export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** Documents leave IAM with RFC 3986 URL encoding. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** One page of a list; a marker is the index of the next item. */
export function page<T>(input: Input, name: string, items: readonly T[]): Record<string, unknown> {
  const start = input.optionalInteger("Marker") ?? 0;
  const end = start + (input.optionalInteger("MaxItems") ?? 100);
  const isTruncated = end < items.length;
  return { [name]: items.slice(start, end), IsTruncated: isTruncated, ...(isTruncated ? { Marker: String(end) } : {}) };
}

export const pageParameters = ["MaxItems", "Marker"];
