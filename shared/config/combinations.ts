import { memberSessionPolicy } from "#shared/member-role/session-policy.ts";
import { memberTrustPolicy } from "#shared/member-role/trust-policy.ts";
import { partitions } from "#shared/partition.ts";
import { inlinePoliciesSize, sessionPolicySize, trustPolicySize } from "#shared/quotas.ts";
import { sourceSessionPolicy } from "#shared/source-policy/session-policy.ts";
import { type Fault, pathText } from "./faults.ts";
import { partitionOfReference } from "./policy-reference.ts";
import { permissionsOf } from "./presets.ts";
import type { Config } from "./schema.ts";

type Path = readonly (string | number)[];
type Complain = (path: Path, message: string) => void;

/** Faults that no single value has: values that exclude each other, and documents that would not fit IAM's quotas. */
export function combinationFaults(config: Config): readonly Fault[] {
  const faults: Fault[] = [];
  const complain: Complain = (path, reason) => faults.push({ path: pathText(path), reason });
  checkRole(config, complain);
  checkPartitions(config, complain);
  checkPrincipals(config, complain);
  checkOverlap(config.accounts.include, config.accounts.exclude, ["accounts", "exclude"], complain);
  const units = config.accounts.organizationalUnits;
  checkOverlap(units.include, units.exclude, ["accounts", "organizationalUnits", "exclude"], complain);
  checkSizes(config, complain);
  return faults;
}

function checkRole({ role, accessRoles }: Config, complain: Complain): void {
  const { managedPolicyArns, inlinePolicies } = permissionsOf(role.permissions);
  const taken = accessRoles.findIndex((name) => name.toLowerCase() === role.name.toLowerCase());
  if (taken >= 0) complain(["accessRoles", taken], "is also role.name: the role to get in by would be overwritten");
  if (managedPolicyArns.length === 0 && Object.keys(inlinePolicies).length === 0) {
    complain(["role", "permissions"], "grants nothing: list at least one policy");
  }
  complainAboutRepeats(managedPolicyArns, ["role", "permissions", "managedPolicyArns"], complain);
  complainAboutRepeats(accessRoles, ["accessRoles"], complain);
}

function checkPartitions({ role }: Config, complain: Complain): void {
  const references = permissionsOf(role.permissions).managedPolicyArns.map((reference, index): [string, Path] => [
    reference,
    ["role", "permissions", "managedPolicyArns", index],
  ]);
  if (role.permissionsBoundary !== undefined)
    references.push([role.permissionsBoundary, ["role", "permissionsBoundary"]]);
  const [first, ...others] = references.filter(([reference]) => partitionOfReference(reference) !== undefined);
  for (const [reference, path] of others) {
    if (first !== undefined && partitionOfReference(reference) !== partitionOfReference(first[0])) {
      complain(path, "is of another partition than the ARNs before it: an organization lies in one");
    }
  }
}

function checkPrincipals({ source }: Config, complain: Complain): void {
  complainAboutRepeats(source.principals, ["source", "principals"], complain);
  if (source.trust === "account") return;
  for (const [index, principal] of source.principals.entries()) {
    if (principal.startsWith("group/")) {
      complain(
        ["source", "principals", index],
        "a group cannot be named in a trust policy: list its users or roles, or set source.trust to account",
      );
    }
  }
}

function checkOverlap(include: readonly string[], exclude: readonly string[], path: Path, complain: Complain): void {
  for (const [index, id] of exclude.entries()) {
    if (include.includes(id)) complain([...path, index], "is included as well: say one of the two");
  }
}

function complainAboutRepeats(values: readonly string[], path: Path, complain: Complain): void {
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) !== index) complain([...path, index], "is listed twice");
  }
}

/** A document that comes of a configuration, in characters; `path` is what it grows with. */
interface DocumentSize {
  readonly path: Path;
  readonly what: string;
  readonly size: number;
  readonly limit: number;
}

/** Documents are measured as they would be in the partition whose name is longest. */
export function documentSizes(config: Config): readonly DocumentSize[] {
  const partition = partitions.reduce((longest, name) => (name.length > longest.length ? name : longest));
  const placeholders = { partition, accountId: "000000000000", organizationId: `o-${"x".repeat(32)}` };
  const inline = permissionsOf(config.role.permissions).inlinePolicies;
  const permissions = ["role", "permissions"];
  const principals = ["source", "principals"];
  return [
    {
      path: principals,
      what: "the trust policy",
      size: sizeOf(memberTrustPolicy(config, placeholders)),
      limit: trustPolicySize,
    },
    {
      path: permissions,
      what: "the inline policies",
      size: sizeOf(...Object.values(inline)),
      limit: inlinePoliciesSize,
    },
    {
      path: permissions,
      what: "the session policy of member accounts",
      size: sizeOf(memberSessionPolicy(config, placeholders, "apply")),
      limit: sessionPolicySize,
    },
    {
      path: principals,
      what: "the session policy of the source account",
      size: sizeOf(sourceSessionPolicy(config, placeholders)),
      limit: sessionPolicySize,
    },
  ];
}

function checkSizes(config: Config, complain: Complain): void {
  for (const { path, what, size, limit } of documentSizes(config)) {
    if (size > limit)
      complain(path, `${what} would have ${size} characters, IAM takes ${limit}: list fewer or shorter`);
  }
}

function sizeOf(...documents: readonly object[]): number {
  return documents.reduce((total, document) => total + JSON.stringify(document).length, 0);
}
