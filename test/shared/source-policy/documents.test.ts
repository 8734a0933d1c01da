import { expect, test } from "vitest";
import {
  accountIdsIn,
  accountsDocument,
  anyAccountDocument,
  organizationDocument,
} from "#shared/source-policy/documents.ts";
import { configOf } from "../../support/deployment.ts";

const config = configOf({ role: { path: "/audit/" } });
const organizationId = "o-fakeorg0001";

function allowing(more: object) {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...more }] };
}

test("in scope organization the role of every account, as long as it is in the organization", () => {
  expect(organizationDocument(config, { partition: "aws-cn", organizationId })).toEqual(
    allowing({
      Resource: "arn:aws-cn:iam::*:role/audit/CrossAccountReadOnlyRole",
      Condition: { StringEquals: { "aws:ResourceOrgID": organizationId } },
    }),
  );
});

test("in scope any-account the how-to's statement", () => {
  expect(anyAccountDocument(config, { partition: "aws" })).toEqual(
    allowing({ Resource: "arn:aws:iam::*:role/audit/CrossAccountReadOnlyRole" }),
  );
});

test("in scope accounts each account by itself, in the order of their ids, so that the same list is the same text", () => {
  expect(accountsDocument(config, { partition: "aws" }, ["222222222222", "111111111111"])).toEqual(
    allowing({
      Resource: ["111111111111", "222222222222"].map((id) => `arn:aws:iam::${id}:role/audit/CrossAccountReadOnlyRole`),
    }),
  );
});

test("accounts are found in whatever names roles of accounts, and in nothing else", () => {
  const Resource = [
    "arn:aws:iam::111111111111:role/CrossAccountReadOnlyRole",
    "arn:aws-cn:iam::222222222222:role/team/Other",
    ...["*", "arn:aws:iam::*:role/A", "arn:aws:iam::333333333333:user/A", "x:arn:aws:iam::444444444444:role/A"],
  ];

  expect(accountIdsIn({ Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource } })).toEqual([
    "111111111111",
    "222222222222",
  ]);
  expect(accountIdsIn({ Statement: [{ Effect: "Allow", Action: "*", NotResource: Resource }] })).toEqual([]);
  expect(accountIdsIn("arn:aws:iam::111111111111:role/A")).toEqual([]);
});
