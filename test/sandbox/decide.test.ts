import { expect, test } from "vitest";
import { decide, type Question } from "#sandbox/authorization/decide.ts";

const accountId = "222222222222";

function question(time: string, more: Partial<Question> = {}): Question {
  const until = { DateLessThan: { "aws:CurrentTime": "2026-12-01T00:00:00Z" } };
  const policy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*", Condition: until }],
  };
  return {
    principal: `arn:aws:iam::${accountId}:user/Somebody`,
    action: "iam:GetRole",
    resource: `arn:aws:iam::${accountId}:role/Any`,
    resourceAccountId: accountId,
    context: { "aws:CurrentTime": time, "aws:EpochTime": String(Date.parse(time) / 1000) },
    identityPolicies: [{ name: "until", policy }],
    serviceControlPolicies: [],
    ...more,
  };
}

test("a verdict that depends on the time is not remembered", async () => {
  expect(await decide(question("2026-11-24T00:00:00Z"))).toEqual({ kind: "allowed" });
  expect(await decide(question("2026-12-24T00:00:00Z"))).toMatchObject({ kind: "denied" });
});

test("a verdict that is remembered is that of the same question, policies and all", async () => {
  const policy = (Effect: string) => [
    { name: "it", policy: { Version: "2012-10-17", Statement: [{ Effect, Action: "*", Resource: "*" }] } },
  ];
  const at = "2026-11-24T00:00:00Z";

  for (let time = 0; time < 2; time += 1) {
    expect(await decide(question(at, { identityPolicies: policy("Allow") }))).toEqual({ kind: "allowed" });
    expect(await decide(question(at, { identityPolicies: policy("Deny") }))).toMatchObject({ explicit: true });
  }
});
