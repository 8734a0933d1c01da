import { expect, test } from "vitest";
import { sourcePrincipal } from "#shared/config/source-principal.ts";
import { capacityOf, capacityRemedy } from "#shared/source-policy/capacity.ts";
import type { CurrentPolicy, CurrentSource } from "#shared/source-policy/read.ts";
import { configOf } from "../../support/deployment.ts";

const ours: CurrentPolicy = {
  name: "P",
  number: 1,
  arn: "arn-ours",
  document: { kind: "unreadable", text: "" },
  tags: {},
  attachedTo: [],
};

function principal(resource: string, attachedPolicyArns: readonly string[], arn: string | undefined = "arn-there") {
  return { principal: sourcePrincipal(resource), arn, attachedPolicyArns };
}

function capacity(principals: CurrentSource["principals"], attachmentQuotas: CurrentSource["attachmentQuotas"]) {
  return capacityOf({ policies: [ours], principals, attachmentQuotas });
}

const quotas = { role: 20, user: 10, group: 10 };

test("the principal with the least room decides; policies of ours take none", () => {
  const principals = [
    principal("role/Roomy", ["arn-a"]),
    principal("user/Tight", ["arn-a", "arn-ours", "arn-b", "arn-c"]),
    principal("group/Other", []),
  ];

  expect(capacity(principals, quotas)).toEqual({ principal: "user/Tight", policies: 7 });
});

test("a principal with more than its quota has no room, not less than none", () => {
  const attached = Array.from({ length: 12 }, (_, index) => `arn-${index}`);

  expect(capacity([principal("group/Full", attached)], quotas)).toEqual({ principal: "group/Full", policies: 0 });
});

test("a principal that is not there decides nothing, nor does anybody where no quota was read", () => {
  const missing = { ...principal("role/Gone", []), arn: undefined };

  expect(capacity([missing], quotas)).toBeUndefined();
  expect(capacity([principal("role/There", [])], undefined)).toBeUndefined();
});

test("what is too much is told with the figures and the ways out", () => {
  expect(capacityRemedy({ principal: "role/CloudQuery", policies: 2 }, 3, 104, configOf())).toBe(
    "The accounts need 3 policies of 104 accounts each, but role/CloudQuery has room for 2 (208 accounts). Set " +
      "source.policy.scope to organization (one policy for any number of accounts), or detach other policies from " +
      "role/CloudQuery in account 111111111111 or raise its quota.",
  );
});
