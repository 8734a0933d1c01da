import * as z from "zod";

/** Patterns and lengths of IAM names. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const roleNameSchema = z
  .string("must be a role name")
  .regex(/^[\w+=,.@-]{1,64}$/, "must be a role name: 1 to 64 of letters, digits and +=,.@_-");

/** Room is left for the number of a further shard, as in `Name-12`. */
export const policyNameSchema = z
  .string("must be a policy name")
  .regex(/^[\w+=,.@-]{1,120}$/, "must be a policy name: 1 to 120 of letters, digits and +=,.@_-");

export const iamPathSchema = z
  .string("must be a path")
  .max(512, "must have 512 characters at most")
  .regex(/^\/([\w+=,.@-]+\/)*$/, "must begin and end with a slash, as in / or /audit/");

export const organizationalUnitIdSchema = z
  .string("must be the id of an organizational unit or root")
  .regex(
    /^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/,
    "must be the id of an organizational unit (ou-…) or root (r-…)",
  );

export const emailSchema = z.email("must be an e-mail address");
