import * as z from "zod";

const strings = z.union([z.string(), z.array(z.string())]);
const conditionValues = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.union([z.string(), z.number(), z.boolean()])),
]);
const principal = z.union([z.literal("*"), z.record(z.string(), strings)]);

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: principal.optional(),
  NotPrincipal: principal.optional(),
  Action: strings.optional(),
  NotAction: strings.optional(),
  Resource: strings.optional(),
  NotResource: strings.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
});

/**
 * A policy document as the IAM grammar has it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const policyDocumentSchema = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema, z.array(statementSchema)]),
});

export type PolicyDocument = z.infer<typeof policyDocumentSchema>;
export type Statement = z.infer<typeof statementSchema>;

export const policyVersion = "2012-10-17";

export function statementsOf(document: PolicyDocument): readonly Statement[] {
  return Array.isArray(document.Statement) ? document.Statement : [document.Statement];
}

/** The value as a list: IAM reads a string and a list of that one string alike. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
