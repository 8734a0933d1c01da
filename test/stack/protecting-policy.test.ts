import { readFileSync } from "node:fs";
import {
  AttachRolePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { AttachPolicyCommand, CreatePolicyCommand } from "@aws-sdk/client-organizations";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAccessKey, newUser } from "#sandbox/iam/users.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { iamAs, invoke, organizationsAs } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

const RoleName = "CrossAccountReadOnlyRole";
const ReadOnlyAccess = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const AdministratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";
const policy = '{"Version":"2012-10-17","Statement":[]}';

let sandbox: Sandbox;
let administrator: IAMClient;

/** The service control policy of docs/permissions.md, attached to the root; and an administrator of a member account. */
beforeAll(async () => {
  sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
  const [, Content] = /```json\n([\s\S]*?)```/.exec(readFileSync("docs/permissions.md", "utf8")) ?? [];
  const organizations = organizationsAs(sandbox, "management");
  const created = await organizations.send(
    new CreatePolicyCommand({ Name: "Protect", Description: "", Type: "SERVICE_CONTROL_POLICY", Content }),
  );
  await organizations.send(
    new AttachPolicyCommand({ PolicyId: created.Policy?.PolicySummary?.Id, TargetId: sandbox.world.rootId }),
  );
  const { production } = sandbox.greeting.accounts;
  const user = newUser(sandbox.world, production, { name: "Local", path: "/", attached: [AdministratorAccess] });
  accountOf(sandbox.world, production).users.set("local", user);
  administrator = iamAs(sandbox, addAccessKey(sandbox.world, production, user));
});

afterAll(() => sandbox.close());

async function onboard() {
  return invoke(sandbox, "onboard-account", { accountId: sandbox.greeting.accounts.production });
}

test("under the service control policy the role is made, and repaired", async () => {
  expect(await onboard()).toMatchObject({ status: "created" });
  const role = accountOf(sandbox.world, sandbox.greeting.accounts.production).roles.get(RoleName.toLowerCase())!;
  role.attached.length = 0;

  expect(await onboard()).toMatchObject({ status: "repaired" });
});

describe("under the service control policy an administrator of a member account", () => {
  test("may look at the role", async () => {
    await expect(administrator.send(new GetRoleCommand({ RoleName }))).resolves.toBeDefined();
  });

  test.each<[string, (iam: IAMClient) => Promise<unknown>]>([
    ["open it", (iam) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: policy }))],
    ["attach to it", (iam) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: AdministratorAccess }))],
    ["detach from it", (iam) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: ReadOnlyAccess }))],
    [
      "write into it",
      (iam) => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "x", PolicyDocument: policy })),
    ],
    ["change its settings", (iam) => iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 43200 }))],
    ["take our tag off", (iam) => iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["assumable:managed-by"] }))],
    ["delete it", (iam) => iam.send(new DeleteRoleCommand({ RoleName }))],
  ])("may not %s", async (_what, attempt) => {
    await expect(attempt(administrator)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("explicit deny in a service control policy"),
    });
  });
});
