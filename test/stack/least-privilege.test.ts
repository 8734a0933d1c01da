import { globSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { newRole } from "#sandbox/iam/roles.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import type { Execution } from "#sandbox/step-functions/state-machine.ts";
import { accountOf, type Role } from "#sandbox/world.ts";
import { invoke, invokeAsynchronously, messagesIn, startRun } from "../support/clients.ts";
import { addManagedPolicy } from "../support/managed-policy.ts";
import { stacks } from "../support/stacks.ts";

type StackName = "standard" | "ownSource";

/** A statement of a role of the stack, as deployed. */
interface Place {
  readonly role: string;
  readonly policy: string;
  readonly index: number;
  readonly statement: unknown;
}

const unused =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

async function start(stack: StackName): Promise<Sandbox> {
  const sandbox = await startSandbox({
    packageFolder: stacks[stack].folder,
    retryDelays: [1, 1],
    taskRetryDelay: 1,
  });
  const { world } = sandbox;
  const management = accountOf(world, world.managementAccountId);
  management.roles.set("auditor", newRole(world, management.id, { name: "Auditor", path: "/", trustPolicy: unused }));
  return sandbox;
}

function executionRoles({ world }: Sandbox): readonly Role[] {
  const roles = [...accountOf(world, world.managementAccountId).roles.values()];
  return roles.filter(({ name }) => name.startsWith("assumable-prod-"));
}

function statementsOf(sandbox: Sandbox): readonly Place[] {
  return executionRoles(sandbox).flatMap((role) =>
    [...role.inline].flatMap(([policy, document]) =>
      JSON.parse(document).Statement.map((statement: unknown, index: number) => {
        return { role: role.name, policy, index, statement };
      }),
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

/** A run by the schedule, one by an event that names no account, and one that takes up what they left. */
async function allRuns(sandbox: Sandbox): Promise<readonly Execution[]> {
  const schedule = sandbox.bus.rules.get("assumable-prod-schedule");
  if (schedule !== undefined) sandbox.bus.fire(schedule);
  await sandbox.idle();
  const { managementAccountId } = sandbox.world;
  accountOf(sandbox.world, managementAccountId).roles.delete("crossaccountreadonlyrole");
  const event = JSON.parse(readFileSync("events/account-joined-organization.json", "utf8"));
  sandbox.bus.emit({ ...event, detail: { ...event.detail, serviceEventDetails: {} } });
  await sandbox.idle();
  const [first] = sandbox.stateMachines.executions.values();
  if (first !== undefined) await startRun(sandbox, { retryFailedOf: first.name });
  return [...sandbox.stateMachines.executions.values()];
}

/** Everything the functions are for, once; returns what did not come about. */
async function shortfalls(sandbox: Sandbox, stack: StackName): Promise<readonly string[]> {
  const { world, functions } = sandbox;
  const { management, production, staging } = sandbox.greeting.accounts;
  if (stack === "ownSource") leaveOldShard(sandbox);
  await invokeAsynchronously(sandbox, "onboard-account", { accountId: production });
  await sandbox.idle();
  const own = await invoke(sandbox, "onboard-account", { accountId: management });
  await invokeAsynchronously(sandbox, "onboard-account", { accountId: "nonsense" });
  await invokeAsynchronously(sandbox, "sync-source-policy", { mode: "nonsense" });
  await sandbox.idle();
  const isOnboarded = accountOf(world, production).roles.has("crossaccountreadonlyrole");
  const runs = await allRuns(sandbox);

  const sourceAccount = accountOf(world, stack === "ownSource" ? management : sandbox.greeting.accounts.source);
  const reader = sourceAccount.roles.get(stack === "ownSource" ? "auditor" : "cloudquery");
  const logGroups = sandbox.greeting.functions.map((name) => `/aws/lambda/${name}`);
  const expectations: Readonly<Record<string, boolean>> = {
    "the role is in a member account": isOnboarded,
    "the role is in the management account": own["status"] === "created",
    "the source policy is attached, and nothing else":
      reader?.attached.length === 1 && reader.attached[0]!.endsWith("Access"),
    "both failures are kept": messagesIn(sandbox, "FailedInvocations").length === 2,
    "all functions have logs": logGroups.every((group) => (functions.logs.get(group) ?? []).length > 0),
    "all functions have traces": new Set(functions.traces).size === logGroups.length,
    "a run was started by the schedule, by an event, and to take up what was left": runs.length === 3,
    "every run succeeded": runs.every(({ status }) => status === "SUCCEEDED"),
    "every run brought the source policy in line": runs.every(({ output }) =>
      output?.includes('"sourcePolicy":"in-sync"'),
    ),
    "every account of every run was attempted": runs.every(({ output }) => output?.includes('"not-attempted":0')),
    "the run made the role where there was none": accountOf(world, staging).roles.has("crossaccountreadonlyrole"),
    "a run made the role of the management account anew":
      accountOf(world, management)
        .roles.get("crossaccountreadonlyrole")
        ?.attached.includes(`arn:${world.partition}:iam::aws:policy/ReadOnlyAccess`) === true,
    "people were told": [...sandbox.topics.values()].every(({ messages }) => messages.length === 3),
  };
  return Object.entries(expectations).flatMap(([expectation, met]) => (met ? [] : [expectation]));
}

/** Statements of a stack that `others` have not, word for word: what is needed there is needed here. */
function except(places: readonly Place[], others: readonly Place[]): readonly Place[] {
  const known = new Set(others.map(({ role, policy, statement }) => JSON.stringify([role, policy, statement])));
  return places.filter(({ role, policy, statement }) => !known.has(JSON.stringify([role, policy, statement])));
}

const samples = await Promise.all([start("standard"), start("ownSource")]);
const [ofStandard, ofOwnSource] = samples.map(statementsOf);
afterAll(() => Promise.all(samples.map((sample) => sample.close())));

describe.each([
  ["standard", ofStandard!],
  ["ownSource", except(ofOwnSource!, ofStandard!)],
] as const)("of the stack %s", (stack, places) => {
  test("the roles are enough", async () => {
    const sandbox = await start(stack);

    expect(await shortfalls(sandbox, stack)).toEqual([]);
    await sandbox.close();
  });

  test.each(places)("statement $index of $policy of $role is needed", async (place) => {
    const sandbox = await start(stack);
    remove(sandbox, place);

    expect(await shortfalls(sandbox, stack)).not.toEqual([]);
    await sandbox.close();
  });
});

test("every statement of the stack's files stands in one of the two stacks", () => {
  const files = globSync("stack/**/*.yml").map((file) => readFileSync(file, "utf8"));
  const sids = files.flatMap((text) => [...text.matchAll(/Sid: (\w+)/g)].map(([, sid]) => sid!));
  const deployed = JSON.stringify([ofStandard, ofOwnSource]);

  const ofQueuesAndBucket = ["RulesSendUndeliveredEvents", "OnlyTls"];
  expect(sids.length).toBeGreaterThan(20);
  expect(sids.filter((sid) => !ofQueuesAndBucket.includes(sid) && !deployed.includes(`"${sid}"`))).toEqual([]);
});
