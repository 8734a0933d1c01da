import { expect, test } from "vitest";
import { ownershipTagKey } from "#shared/config/schema.ts";
import { sourcePrincipal } from "#shared/config/source-principal.ts";
import { accountsDocument, organizationDocument } from "#shared/source-policy/documents.ts";
import { planSource } from "#shared/source-policy/plan.ts";
import type { CurrentPolicy } from "#shared/source-policy/read.ts";
import { shardName } from "#shared/source-policy/shards.ts";
import { configOf } from "../../support/deployment.ts";

const tags = { [ownershipTagKey]: "assumable/prod" };
const settings = { policyName: "P", existingRole: "refuse" } as const;
const id = (number: number) => String(number).padStart(12, "0");
const documentOf = (...numbers: number[]) => accountsDocument(configOf(), { partition: "aws" }, numbers.map(id));

function shard(number: number, ...accounts: number[]): CurrentPolicy {
  const document = { kind: "document" as const, document: documentOf(...accounts) };
  return { name: shardName("P", number), number, arn: `arn-${number}`, document, tags, attachedTo: [] };
}

function order(
  policies: readonly CurrentPolicy[],
  documents: Parameters<typeof planSource>[1]["documents"],
  attachTo: Parameters<typeof planSource>[2] = [],
) {
  const current = { policies, principals: [], attachmentQuotas: undefined };
  const plan = planSource(current, { documents, tags }, attachTo, settings);
  return plan.kind === "repair" ? plan.changes.map(({ kind, policyName }) => `${kind} ${policyName}`) : plan.kind;
}

test("an account that has to move is added to its new shard before it leaves the old", () => {
  const desired = new Map([
    [1, documentOf(1, 2)],
    [2, documentOf(3, 4)],
  ]);

  expect(order([shard(1, 1, 2, 3), shard(2, 4)], desired)).toEqual([
    "create-policy-version P-2",
    "create-policy-version P",
  ]);
});

test("a policy for the whole organization becomes a list only when the other lists are there", () => {
  const whole = organizationDocument(configOf(), { partition: "aws", organizationId: "o-fakeorg0001" });
  const current = { ...shard(1), document: { kind: "document" as const, document: whole } };
  const desired = new Map([
    [1, documentOf(1, 2)],
    [2, documentOf(3)],
  ]);

  expect(order([current], desired)).toEqual(["create-policy P-2", "create-policy-version P"]);
});

test("a list becomes a policy for the whole organization before the other lists go", () => {
  const whole = organizationDocument(configOf(), { partition: "aws", organizationId: "o-fakeorg0001" });

  expect(order([shard(1, 1, 2), shard(2, 3)], new Map([[1, whole]]))).toEqual([
    "create-policy-version P",
    "delete-policy P-2",
  ]);
});

test("a policy for the whole organization becomes a list only when the readers are attached to the other lists", () => {
  const reader = sourcePrincipal("role/Reader");
  const whole = organizationDocument(configOf(), { partition: "aws", organizationId: "o-fakeorg0001" });
  const document = { kind: "document" as const, document: whole };
  const current = { ...shard(1), document, attachedTo: ["role/Reader"] };
  const desired = new Map([
    [1, documentOf(1, 2)],
    [2, documentOf(3)],
  ]);

  expect(order([current], desired, [reader])).toEqual([
    "create-policy P-2",
    "attach-policy P-2",
    "create-policy-version P",
  ]);
});

test("tags come first, then new policies, what grows, attachments, and what shrinks; at last what goes", () => {
  const reader = sourcePrincipal("role/Reader");
  const attachedTo = ["role/Reader"];
  const desired = new Map([
    [1, documentOf(1)],
    [2, documentOf(2)],
    [3, documentOf(3, 4)],
    [4, documentOf(5)],
    [5, documentOf(6)],
  ]);
  const policies = [
    { ...shard(6, 9), attachedTo },
    { ...shard(1, 1, 9), attachedTo },
    shard(2, 2),
    { ...shard(3, 3), attachedTo },
    { ...shard(4, 5), attachedTo, tags: {} },
  ];

  expect(order(policies, desired, [reader])).toEqual([
    "tag-policy P-4",
    "create-policy P-5",
    "create-policy-version P-3",
    "attach-policy P-2",
    "attach-policy P-5",
    "create-policy-version P",
    "delete-policy P-6",
  ]);
});

test("nobody is attached to a policy before it has lost what it should not allow", () => {
  const reader = sourcePrincipal("role/Reader");
  const attached = { ...shard(3, 5, 9), attachedTo: ["role/Reader"] };
  const desired = new Map([
    [1, documentOf(1)],
    [2, documentOf(3, 4)],
    [3, documentOf(5)],
  ]);

  expect(order([shard(1, 1, 9), shard(2, 3), attached], desired, [reader])).toEqual([
    "create-policy-version P-2",
    "attach-policy P-2",
    "create-policy-version P",
    "attach-policy P",
    "create-policy-version P-3",
  ]);
});

test("what changes is told with before, after and why", () => {
  const reader = sourcePrincipal("role/Reader");
  const untagged = { ...shard(1, 1), tags: { team: "theirs" } };
  const current = { policies: [untagged, shard(3, 5)], principals: [], attachmentQuotas: undefined };
  const documents = new Map([
    [1, documentOf(1, 2)],
    [2, documentOf(3)],
  ]);

  expect(planSource(current, { documents, tags }, [reader], { policyName: "P", existingRole: "adopt" })).toEqual({
    kind: "repair",
    changes: [
      {
        kind: "tag-policy",
        policyName: "P",
        before: { team: "theirs" },
        after: tags,
        why: "the ownership tag is missing",
      },
      {
        kind: "create-policy",
        policyName: "P-2",
        before: undefined,
        after: documentOf(3),
        why: "the policy does not exist",
      },
      {
        kind: "create-policy-version",
        policyName: "P",
        before: documentOf(1),
        after: documentOf(1, 2),
        why: "the policy differs",
      },
      ...["P", "P-2"].map((policyName) => ({
        kind: "attach-policy",
        policyName,
        before: undefined,
        after: reader,
        why: "the policy is not attached to it",
      })),
      {
        kind: "delete-policy",
        policyName: "P-3",
        before: documentOf(5),
        after: undefined,
        why: "no account is left in it",
      },
    ],
  });
});

test("only a policy of the configured name that is new makes it a creation", () => {
  expect(order([], new Map([[1, documentOf(1)]]))).toBe("create");
  expect(order([], new Map([[2, documentOf(1)]]))).toEqual(["create-policy P-2"]);
});

test("a policy that differs in no meaning is left alone", () => {
  expect(order([shard(1, 2, 1)], new Map([[1, documentOf(1, 2)]]))).toBe("nothing");
});
