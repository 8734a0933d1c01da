import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { newRole } from "#sandbox/iam/roles.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf, type Role } from "#sandbox/world.ts";
import { invoke, invokeAsynchronously, messagesIn } from "../support/clients.ts";
import { addManagedPolicy } from "../support/managed-policy.ts";
import { stacks } from "../support/stacks.ts";

type StackName = "standard" | "ownSource";

/** A statement of an execution role, as deployed. */
interface Place {
  readonly role: string;
  readonly policy: string;
  readonly index: number;
}

const unused =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

async function start(stack: StackName): Promise<Sandbox> {
  const sandbox = await startSandbox({ packageFolder: stacks[stack].folder, retryDelays: [1, 1] });
  const { world } = sandbox;
  const management = accountOf(world, world.managementAccountId);
  management.roles.set("auditor", newRole(world, management.id, { name: "Auditor", path: "/", trustPolicy: unused }));
  return sandbox;
}

function executionRoles({ world }: Sandbox): readonly Role[] {
  const roles = [...accountOf(world, world.managementAccountId).roles.values()];
  return roles.filter(({ name }) => name.startsWith("assumable-"));
}

function statementsOf(sandbox: Sandbox): readonly Place[] {
  return executionRoles(sandbox).flatMap((role) =>
    [...role.inline].flatMap(([policy, document]) =>
      JSON.parse(document).Statement.map((_statement: unknown, index: number) => ({ role: role.name, policy, index })),
    ),
  );
}

function remove(sandbox: Sandbox, { role, policy, index }: Place): void {
  const { inline } = executionRoles(sandbox).find(({ name }) => name === role)!;
  const document = JSON.parse(inline.get(policy)!);
  document.Statement.splice(index, 1);
  inline.set(policy, JSON.stringify(document));
}

/** A shard of ours that no account is left for: it has to be detached and deleted. */
function leaveOldShard({ world }: Sandbox): void {
  const management = accountOf(world, world.managementAccountId);
  const name = "CloudQueryCrossAccountReadOnlyAccess-2";
  const nothing = { Effect: "Allow", Action: "sts:AssumeRole", Resource: [] };
  const arn = addManagedPolicy(world, management.id, name, nothing, { "assumable:managed-by": "assumable/prod" });
  management.roles.get("auditor")!.attached.push(arn);
}

/** Everything the functions are for, once; returns what did not come about. */
async function shortfalls(sandbox: Sandbox, stack: StackName): Promise<readonly string[]> {
  const { world, functions } = sandbox;
  const { management, production } = sandbox.greeting.accounts;
  if (stack === "ownSource") leaveOldShard(sandbox);
  await invokeAsynchronously(sandbox, "onboard-account", { accountId: production });
  await sandbox.idle();
  const own = await invoke(sandbox, "onboard-account", { accountId: management });
  await invokeAsynchronously(sandbox, "onboard-account", { accountId: "nonsense" });
  await invokeAsynchronously(sandbox, "sync-source-policy", { mode: "nonsense" });
  await sandbox.idle();

  const sourceAccount = accountOf(world, stack === "ownSource" ? management : sandbox.greeting.accounts.source);
  const reader = sourceAccount.roles.get(stack === "ownSource" ? "auditor" : "cloudquery");
  const logGroups = ["onboard-account", "sync-source-policy"].map((name) => `/aws/lambda/assumable-prod-${name}`);
  const expectations: Readonly<Record<string, boolean>> = {
    "the role is in a member account": accountOf(world, production).roles.has("crossaccountreadonlyrole"),
    "the role is in the management account": own["status"] === "created",
    "the source policy is attached, and nothing else":
      reader?.attached.length === 1 && reader.attached[0]!.endsWith("Access"),
    "both failures are kept": messagesIn(sandbox, "FailedInvocations").length === 2,
    "both functions have logs": logGroups.every((group) => (functions.logs.get(group) ?? []).length > 0),
    "both functions have traces": new Set(functions.traces).size === 2,
  };
  return Object.entries(expectations).flatMap(([expectation, met]) => (met ? [] : [expectation]));
}

describe.each(["standard", "ownSource"] as const)("of the stack %s", async (stack) => {
  const sample = await start(stack);
  const places = statementsOf(sample);
  afterAll(() => sample.close());

  test("the execution roles are enough", async () => {
    const sandbox = await start(stack);

    expect(await shortfalls(sandbox, stack)).toEqual([]);
    await sandbox.close();
  });

  test.each(places)("statement $index of $policy is needed", async (place) => {
    const sandbox = await start(stack);
    remove(sandbox, place);

    expect(await shortfalls(sandbox, stack)).not.toEqual([]);
    await sandbox.close();
  });
});

test("every statement of serverless.yml stands in one of the two stacks", async () => {
  const sids = [...readFileSync("serverless.yml", "utf8").matchAll(/Sid: (\w+)/g)].map(([, sid]) => sid);
  const sandboxes = await Promise.all([start("standard"), start("ownSource")]);
  const deployed = sandboxes
    .flatMap((sandbox) => executionRoles(sandbox).flatMap(({ inline }) => [...inline.values()]))
    .join();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));

  const ofQueues = ["RulesSendUndeliveredEvents", "OnlyTls"];
  expect(sids.filter((sid) => !ofQueues.includes(sid!) && !deployed.includes(`"${sid}"`))).toEqual([]);
});
