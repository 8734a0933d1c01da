import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { policyDocumentSchema } from "#shared/policy-document/document.ts";
import { managedPoliciesPerRole } from "#shared/quotas.ts";
import { emailSchema, iamPathSchema, organizationalUnitIdSchema, policyNameSchema, roleNameSchema } from "./names.ts";
import { policyReferenceSchema } from "./policy-reference.ts";
import { presetNames } from "./presets.ts";
import { scheduleSchema } from "./schedule.ts";
import { sourcePrincipalSchema } from "./source-principal.ts";

/** Tag that says who keeps a role or policy; its value is service and stage. */
export const ownershipTagKey = "assumable:managed-by";

const tagKey = z
  .string()
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, "must be a tag key of 1 to 128 characters")
  .refine((key) => !/^aws:/i.test(key), "may not begin with aws:, which is AWS's own")
  .refine((key) => key !== ownershipTagKey, "is the ownership tag, which assumable sets itself");
const tagValue = z
  .string("must be text: put it in quotes")
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, "must be a tag value of 256 characters at most");

const explicitPermissions = z.strictObject(
  {
    managedPolicyArns: z
      .array(policyReferenceSchema)
      .max(managedPoliciesPerRole, `may list ${managedPoliciesPerRole} policies at most`)
      .default([]),
    inlinePolicies: z.record(policyNameSchema, policyDocumentSchema).default({}),
  },
  {
    error: ({ code, keys }) =>
      code === "unrecognized_keys" && keys?.includes("preset")
        ? "is either a preset (permissions: ReadOnlyAccess) or managedPolicyArns and inlinePolicies, not both"
        : undefined,
  },
);

const permissions = z
  .union([z.enum(presetNames), explicitPermissions], {
    error: `must be ${presetNames.join(", ")}, or a mapping of managedPolicyArns and inlinePolicies`,
  })
  .default("ReadOnlyAccess");

const role = z.strictObject({
  name: roleNameSchema.default("CrossAccountReadOnlyRole").describe("Name of the role in every account."),
  path: iamPathSchema.default("/"),
  description: z
    .string()
    .regex(/^[\t\n\r\x20-\x7e\u00a1-\u00ff]{0,1000}$/, "must be 1,000 characters of Latin text at most")
    .default("Read-only access from the source account, kept by assumable."),
  maxSessionDuration: z
    .int("must be a whole number of seconds")
    .min(3600, "must be 3600 to 43200 seconds")
    .max(43200, "must be 3600 to 43200 seconds")
    .default(3600)
    .describe("Seconds a session of the role may last, 3600 to 43200."),
  tags: z.record(tagKey, tagValue).default({}).describe("Tags of the role, besides the ownership tag."),
  permissionsBoundary: policyReferenceSchema
    .optional()
    .describe("ARN of an AWS managed policy, or policy/NAME for each account's own."),
  externalId: z
    .string("must be text: put it in quotes")
    .regex(/^[\w+=,.@:/-]{2,1224}$/, "must be 2 to 1,224 of letters, digits and +=,.@:/_-")
    .optional(),
  permissions: permissions.describe("What the role may read: a preset, or policies of your own."),
});

const source = z.strictObject({
  accountId: accountIdSchema.describe("The account the readers live in, in quotes."),
  principals: z
    .array(sourcePrincipalSchema)
    .min(1, "must name at least one role, user or group")
    .describe("Who may assume the role: role/…, user/… or group/…, with path; * in roles only."),
  trust: z
    .enum(["principals", "account"], "must be principals or account")
    .default("principals")
    .describe("principals: exactly those listed. account: whoever the source account allows."),
  policy: z
    .strictObject({
      name: policyNameSchema.default("CloudQueryCrossAccountReadOnlyAccess"),
      path: iamPathSchema.default("/"),
      scope: z
        .enum(["organization", "any-account", "accounts"], "must be organization, any-account or accounts")
        .default("organization")
        .describe("organization: any account of it. any-account: the how-to's. accounts: each by its ARN."),
    })
    .prefault({}),
});

const accounts = z.strictObject({
  include: z.array(accountIdSchema).default([]),
  exclude: z.array(accountIdSchema).default([]),
  organizationalUnits: z
    .strictObject({
      include: z.array(organizationalUnitIdSchema).default([]),
      exclude: z.array(organizationalUnitIdSchema).default([]),
    })
    .prefault({}),
  managementAccount: z
    .boolean("must be true or false")
    .default(true)
    .describe("Whether the management account gets the role too."),
});

/** The whole of assumable.yml. What it gives out, defaults filled in, is valid input again. */
export const configSchema = z.strictObject({
  role: role.prefault({}),
  source,
  accounts: accounts.prefault({}),
  accessRoles: z
    .array(roleNameSchema)
    .min(1, "must name at least one role to get in by")
    .max(10, "may name 10 roles at most")
    .default(["OrganizationAccountAccessRole", "AWSControlTowerExecution"])
    .describe("Administrator roles to get in by, tried in order."),
  existingRole: z
    .enum(["refuse", "adopt"], "must be refuse or adopt")
    .default("refuse")
    .describe("What to do with a role of that name that somebody else made and that differs."),
  drift: z
    .enum(["repair", "report"], "must be repair or report")
    .default("repair")
    .describe("What to do with a role of ours that was changed by hand."),
  schedule: scheduleSchema.default("rate(1 day)").describe("When a run over the whole organization starts, in UTC."),
  notify: z.strictObject({ email: emailSchema.optional() }).prefault({}),
  concurrency: z
    .int("must be a whole number")
    .min(1, "must be 1 to 100 accounts at a time")
    .max(100, "must be 1 to 100 accounts at a time")
    .default(40),
});

export type Config = z.infer<typeof configSchema>;

/** The file's form for editors, as JSON Schema. */
export function configJsonSchema(): object {
  return {
    title: "assumable.yml",
    description: "Configuration of assumable: one read-only role in every account of an AWS organization.",
    ...z.toJSONSchema(configSchema, { io: "input" }),
  };
}
