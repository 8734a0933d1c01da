import { expect, test } from "vitest";
import { attachedPolicyArns } from "#shared/aws/attached-policies.ts";

test("ARNs of all pages are one list; what AWS leaves out is nothing", async () => {
  async function* pages() {
    yield { AttachedPolicies: [{ PolicyArn: "arn-a" }, {}] };
    yield {};
    yield { AttachedPolicies: [{ PolicyArn: "arn-b" }] };
  }

  expect(await attachedPolicyArns(pages())).toEqual(["arn-a", "arn-b"]);
});
