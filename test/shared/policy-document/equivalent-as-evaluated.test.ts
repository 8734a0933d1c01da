import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "#sandbox/authorization/decide.ts";
import type { PolicyDocument, Statement } from "#shared/policy-document/document.ts";
import { equivalent } from "#shared/policy-document/equivalent.ts";
import { propertyRuns } from "../../support/property-runs.ts";

// Asks the evaluator what documents mean, and the comparison whether they mean the same.

const bucket = "arn:aws:s3:::one";
const accountId = "222222222222";

/** Every request that these documents can tell apart. */
const requests = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].flatMap((action) =>
  [`${bucket}/a`, `${bucket}/b`].flatMap((resource) =>
    ["o-ours", "o-theirs"].map((organization) => ({ action, resource, organization })),
  ),
);

const scalarOrList = <T extends string>(values: readonly T[]): fc.Arbitrary<T | T[]> =>
  fc.oneof(fc.constantFrom(...values), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }));

const statement: fc.Arbitrary<Statement> = fc.record(
  {
    Sid: fc.constantFrom("One", "Two"),
    Effect: fc.constantFrom("Allow" as const, "Deny" as const),
    Action: scalarOrList(["s3:GetObject", "s3:PutObject", "s3:*"]),
    Resource: scalarOrList([`${bucket}/a`, `${bucket}/b`, "*"]),
    Condition: fc.constantFrom(
      { StringEquals: { "aws:PrincipalOrgID": "o-ours" } },
      { StringNotEquals: { "aws:PrincipalOrgID": ["o-ours"] } },
    ),
  },
  { requiredKeys: ["Effect", "Action", "Resource"] },
);

const document: fc.Arbitrary<PolicyDocument> = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((Statement) => ({ Version: "2012-10-17", Statement }));

async function decisionsOf(policy: PolicyDocument): Promise<string> {
  const verdicts = await Promise.all(
    requests.map(({ action, resource, organization }) =>
      decide({
        principal: `arn:aws:iam::${accountId}:user/Somebody`,
        action,
        resource,
        resourceAccountId: accountId,
        context: { "aws:PrincipalOrgID": organization },
        identityPolicies: [{ name: "it", policy }],
        serviceControlPolicies: [],
      }),
    ),
  );
  return verdicts.map(({ kind }) => kind[0]).join("");
}

test("documents that the evaluator tells apart are not equivalent", async () => {
  const numRuns = propertyRuns(300);
  let apart = 0;
  await fc.assert(
    fc.asyncProperty(document, document, async (left, right) => {
      const [ours, theirs] = await Promise.all([decisionsOf(left), decisionsOf(right)]);
      if (ours === theirs) return;
      apart += 1;
      expect(equivalent(left, right)).toBe(false);
    }),
    { numRuns },
  );
  expect(apart).toBeGreaterThan(numRuns / 3);
});

/** What the comparison is documented to look through. */
const rewrites: readonly ((one: Statement) => Statement)[] = [
  ({ Sid: _sid, ...one }) => one,
  (one) => ({ ...one, Action: [one.Action ?? []].flat().toReversed() }),
  (one) => ({ ...one, Action: [one.Action ?? []].flat().map((action) => action.toUpperCase()) }),
  (one) => ({ ...one, Resource: [one.Resource ?? []].flat().toReversed() }),
  (one) =>
    one.Condition?.["StringEquals"] === undefined
      ? one
      : { ...one, Condition: { StringEquals: { "AWS:principalorgid": ["o-ours"] } } },
];

test("what a rewrite leaves equivalent, the evaluator decides as before", async () => {
  await fc.assert(
    fc.asyncProperty(document, fc.array(fc.nat(rewrites.length - 1), { minLength: 1 }), async (left, chosen) => {
      const statements = [left.Statement].flat().toReversed();
      const rewritten = statements.map((one) => chosen.reduce((now, index) => rewrites[index]!(now), one));
      const right: PolicyDocument = { ...left, Statement: rewritten };

      expect(equivalent(left, right)).toBe(true);
      expect(equivalent(right, left)).toBe(true);
      expect(equivalent(left, left)).toBe(true);
      expect(await decisionsOf(right)).toBe(await decisionsOf(left));
    }),
    { numRuns: propertyRuns(150) },
  );
});
