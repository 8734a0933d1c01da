import * as z from "zod";

const kinds = ["role", "user", "group"] as const;

/** A principal of the source account, by type, path and name, as in `role/team/CloudQuery`. */
export interface SourcePrincipal {
  readonly kind: (typeof kinds)[number];
  /** The whole, as configured: `role/team/CloudQuery`. */
  readonly resource: string;
  /** The last part, which IAM's APIs ask for: `CloudQuery`. */
  readonly name: string;
  readonly isPattern: boolean;
  /** Created by IAM Identity Center: only a permission set can change what is attached to it. */
  readonly isIdentityCenter: boolean;
}

const principalPattern = /^(role|user|group)\/([\w+=,.@*-]+\/)*[\w+=,.@*-]+$/;
const identityCenterPath = "role/aws-reserved/sso.amazonaws.com/";

export const sourcePrincipalSchema = z
  .string("must be role/NAME, user/NAME or group/NAME")
  .regex(principalPattern, "must be role/NAME, user/NAME or group/NAME, with its path and without account or arn:")
  .refine((resource) => resource.startsWith("role/") || !resource.includes("*"), "may have * only in a role")
  .refine((resource) => !/^role\/\**$/.test(resource), "matches every role: name some, or set trust to account");

export function sourcePrincipal(resource: string): SourcePrincipal {
  const kind = kinds.find((candidate) => resource.startsWith(`${candidate}/`));
  if (kind === undefined) throw new TypeError("not a source principal: it has passed no schema");
  return {
    kind,
    resource,
    name: resource.slice(resource.lastIndexOf("/") + 1),
    isPattern: resource.includes("*"),
    isIdentityCenter: resource.startsWith(identityCenterPath),
  };
}

/** Whether IAM can attach a policy to it: one principal, not a pattern, and not one that Identity Center keeps. */
export function isAttachable({ isPattern, isIdentityCenter }: SourcePrincipal): boolean {
  return !isPattern && !isIdentityCenter;
}

/** Whether `resource` (as in `role/team/CloudQuery`) is what the principal names, `*` standing for any characters. */
export function matchesPrincipal(principal: SourcePrincipal, resource: string): boolean {
  const literal = principal.resource.split("*").map((part) => part.replace(/[.+]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`).test(resource);
}
