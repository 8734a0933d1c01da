import { CreateAccountCommand } from "@aws-sdk/client-organizations";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { invoke, organizationsAs, run } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

let sandbox: Sandbox;
let lines: readonly string[];

beforeAll(async () => {
  sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
  const command = new CreateAccountCommand({ AccountName: "Zebra Confidential", Email: "giraffe@zoo.example" });
  await organizationsAs(sandbox, "management").send(command);
  await sandbox.idle();
  await run(sandbox);
  await invoke(sandbox, "onboard-account", { accountId: sandbox.greeting.accounts.invited });
  lines = [...sandbox.functions.logs.values()].flat();
});

afterAll(() => sandbox.close());

test("every function has logged", () => {
  const groups = [...sandbox.functions.logs].filter(([, logged]) => logged.length > 0).map(([name]) => name);

  expect(groups.map((name) => name.replace("/aws/lambda/assumable-prod-", "")).toSorted()).toEqual([
    "list-accounts",
    "onboard-account",
    "reconcile-accounts",
    "report-run",
    "sync-source-policy",
  ]);
});

test("no name of an account and no e-mail address is in the logs", () => {
  expect(lines.filter((line) => /zebra|giraffe|@(zoo|example)/i.test(line))).toEqual([]);
  expect(lines.filter((line) => /Security Tooling|Foreign Role/.test(line))).toEqual([]);
});

test("no secret is in the logs", () => {
  const secrets = [...sandbox.world.credentials.values()].flatMap((credential) =>
    credential.kind === "session"
      ? [credential.secretAccessKey, credential.sessionToken]
      : [credential.secretAccessKey],
  );

  expect(secrets.length).toBeGreaterThan(10);
  expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
});
