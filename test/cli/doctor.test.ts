import { CreateAccountCommand } from "@aws-sdk/client-organizations";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isWrite } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { sampleOf } from "../../cli/doctor/sampled-accounts.ts";
import { selectsWriteEvents } from "../../cli/doctor/trail.ts";
import { organizationsAs } from "../support/clients.ts";
import { assumable, jsonLines } from "../support/command.ts";
import { stacks } from "../support/stacks.ts";
import { fileWith } from "../support/temporary-file.ts";

const { accounts } = fakeOrganization;
const hour = 3_600_000;

let sandbox: Sandbox;

async function start(options: SandboxOptions = { packageFolder: stacks.standard.folder }): Promise<void> {
  sandbox = await startSandbox(options);
}

async function restart(options: SandboxOptions): Promise<void> {
  await sandbox.close();
  await start(options);
}

async function doctor(...words: readonly string[]) {
  const ended = await assumable(sandbox, ["doctor", "--output", "json", ...words]);
  const lines = jsonLines(ended);
  const of = (check: string) => lines.filter((line) => line["check"] === check);
  return { ...ended, lines, of };
}

function configWith(text: string): readonly string[] {
  return ["--config", fileWith(text)];
}

/** An account that was created some time ago, while nobody listened. */
async function createUnheard(): Promise<void> {
  const stack = sandbox.stacks.get("assumable-prod")!;
  sandbox.stacks.set("assumable-prod", { ...stack, createdAt: new Date(Date.now() - 48 * hour) });
  const command = new CreateAccountCommand({ AccountName: "Quiet", Email: "quiet@example.com" });
  await organizationsAs(sandbox, "management").send(command);
  await sandbox.idle();
  const created = [...sandbox.world.accounts.values()].at(-1)!;
  created.joinedAt = new Date(Date.now() - 2 * hour);
}

describe("assumable doctor", () => {
  beforeEach(() => start());
  afterEach(() => sandbox.close());

  test("says what is well, finds what is not, with a remedy, and changes nothing", async () => {
    const { status, stdout, stderr } = await assumable(sandbox, ["doctor"]);

    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toContain("ok       region\n    Organizations' events arrive in us-east-1");
    expect(stdout).toContain("ok       stack\n    Stack assumable-prod is CREATE_COMPLETE.");
    expect(stdout).toMatch(
      /^ok {7}trail\n {4}arn:aws:cloudtrail:us-east-1:999999999999:trail\/organization-trail logs/m,
    );
    expect(stdout).toContain("ok       events\n    No account has joined since");
    expect(stdout).toContain(
      "problem  access-roles\n    No access role answers in 1 of 8 accounts looked into: 555555555555.",
    );
    expect(stdout).toContain("    aws iam create-role --role-name OrganizationAccountAccessRole");
    expect(stdout).toContain(
      "problem  service-control-policies\n    A service control policy denies what is needed in 1 of 8 accounts looked into: 888888888888.",
    );
    expect(stdout).toContain("    A service control policy denies iam:GetRole.");
    expect(stdout).toContain("ok       source-principals\n    Every source principal is in account 111111111111.");
    expect(stdout).toContain("ok       policy-capacity\n    One policy serves any number of accounts.");
    expect(stdout).toMatch(/^ok {7}document-sizes\n {4}the trust policy \d+ of 2048 characters, /m);
    expect(stdout).toMatch(/\n8 ok, 2 problem\n$/);
    expect(sandbox.requests.since().filter(isWrite)).toEqual([]);
  });

  test("exits with 0 where all is well", async () => {
    const healthy = `source: { accountId: "111111111111", principals: [role/CloudQuery] }
accounts: { exclude: ["${accounts.invited}", "${accounts.quarantined}"] }\n`;

    const { status, lines } = await doctor(...configWith(healthy));

    expect(status).toBe(0);
    expect(lines.at(-1)).toEqual({
      type: "check-summary",
      totals: { ok: 10, warning: 0, problem: 0, unknown: 0 },
      exitCode: 0,
    });
  });

  test("finds a trail that does not log, and that no event has come for an account", async () => {
    sandbox.world.trails[0]!.isLogging = false;
    await createUnheard();

    const { of } = await doctor();

    expect(of("trail")).toMatchObject([
      {
        status: "problem",
        what: expect.stringContaining("does not log"),
        remedy: expect.stringContaining("start-logging"),
      },
    ]);
    expect(of("events")).toMatchObject([
      { status: "problem", what: expect.stringMatching(/joined since .*: 1\. Events that have come: 0\./) },
    ]);
  });

  test("sees the events that have come", async () => {
    await createUnheard();

    expect((await doctor()).of("events")).toMatchObject([
      { status: "ok", what: expect.stringMatching(/joined since .*: 1\. Events that have come: 2\./) },
    ]);
  });

  test("finds a trail of another Region, one without writes, and none", async () => {
    const [trail] = sandbox.world.trails;
    sandbox.world.trails.splice(0, 1, { ...trail!, isMultiRegion: false, homeRegion: "eu-west-1" });
    expect((await doctor()).of("trail")[0]?.["what"]).toContain("There is no trail in this Region");
    sandbox.world.trails.splice(0, 1, { ...trail!, readWriteType: "ReadOnly" });
    expect((await doctor()).of("trail")[0]?.["remedy"]).toContain("put-event-selectors");
    sandbox.world.trails.splice(0, 1);
    expect((await doctor()).of("trail")[0]).toMatchObject({ status: "problem" });
  });

  test("finds the wrong Region, where there is no stack either", async () => {
    const { of } = await doctor("--region", "eu-west-1");

    expect(of("region")).toMatchObject([{ status: "problem", remedy: expect.stringContaining("--region us-east-1") }]);
    expect(of("stack")).toMatchObject([
      {
        status: "problem",
        what: expect.stringContaining("no stack assumable-prod in account 999999999999, eu-west-1"),
      },
    ]);
    expect(of("events")).toMatchObject([{ status: "unknown" }]);
  });

  test.each([
    ["UPDATE_COMPLETE", "ok"],
    ["UPDATE_IN_PROGRESS", "warning"],
    ["UPDATE_ROLLBACK_COMPLETE", "warning"],
    ["ROLLBACK_COMPLETE", "problem"],
    ["UPDATE_ROLLBACK_FAILED", "problem"],
  ])("takes a stack that is %s as %s", async (state, status) => {
    sandbox.stacks.get("assumable-prod")!.status = state;

    expect((await doctor()).of("stack")).toMatchObject([{ status }]);
  });

  test("finds a role that trusts a principal that was deleted", async () => {
    await assumable(sandbox, ["apply", "--yes", "--accounts", accounts.staging]);
    const role = accountOf(sandbox.world, accounts.staging).roles.get("crossaccountreadonlyrole")!;
    role.trustPolicy = role.trustPolicy.replace("arn:aws:iam::111111111111:root", "AROADELETEDROLE");

    expect((await doctor()).of("stale-principals")).toMatchObject([
      { status: "problem", what: expect.stringContaining("1 of 8"), remedy: "assumable apply puts it right." },
    ]);
  });

  test("finds principals that are not there, and one that only its permission set can change", async () => {
    const sso = "role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Auditor_*";
    const config = `source: { accountId: "111111111111", principals: [role/Nobody, "${sso}"] }\n`;

    expect((await doctor(...configWith(config))).of("source-principals")).toMatchObject([
      { status: "warning", remedy: expect.stringContaining("permission set") },
      { status: "problem", what: "role/Nobody is not there.", remedy: expect.stringContaining("create it") },
    ]);
  });

  test("finds the source account closed to us", async () => {
    accountOf(sandbox.world, accounts.source).roles.delete("organizationaccountaccessrole");

    expect((await doctor()).of("source-principals")).toMatchObject([
      { status: "problem", what: expect.stringContaining("No access role of the source account") },
    ]);
  });

  test("tells how much room is left for listed accounts", async () => {
    await restart({ packageFolder: stacks.standard.folder, furtherAccounts: 1700 });
    const config =
      'source: { accountId: "111111111111", principals: [role/CloudQuery], policy: { scope: accounts } }\n';

    const { of } = await doctor(...configWith(config), "--sample", "1");

    expect(of("policy-capacity")).toMatchObject([
      {
        status: "warning",
        what: "1708 accounts in scope; role/CloudQuery has room for 2080.",
        remedy: expect.stringContaining("organization"),
      },
    ]);
    expect(of("access-roles")).toMatchObject([{ status: "ok", what: expect.stringContaining("looked into (1)") }]);
  });

  test("warns of a document that is nearly full", async () => {
    const principals = Array.from({ length: 11 }, (_, index) => `role/a-rather-long-name-of-reader-${index}`);
    const config = `source: { accountId: "111111111111", principals: [${principals.join(", ")}] }\n`;

    expect((await doctor(...configWith(config))).of("document-sizes")).toMatchObject([
      { status: "warning", remedy: expect.stringContaining("Nearly full: the session policy of the source account") },
    ]);
  });

  test("says what AWS would not tell, and goes on", async () => {
    const document = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: ["cloudtrail:*", "cloudformation:*"], Resource: "*" }],
    });
    accountOf(sandbox.world, accounts.management).users.get("administrator")!.inline.set("deny", document);

    const { status, of } = await doctor();

    expect(status).toBe(1);
    expect(of("trail")).toMatchObject([
      { status: "unknown", what: expect.stringContaining("cloudtrail:DescribeTrails") },
    ]);
    expect(of("stack")).toMatchObject([
      { status: "unknown", what: expect.stringContaining("cloudformation:DescribeStacks") },
    ]);
    expect(of("source-principals")).toMatchObject([{ status: "ok" }]);
  });

  test("refuses a sample that is none", async () => {
    const { status, stderr } = await assumable(sandbox, ["doctor", "--sample", "0"]);

    expect(status).toBe(2);
    expect(stderr).toContain("It must be 1 to 1000.");
  });
});

test.each<[string, object, boolean]>([
  ["all management events", { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: "All" }] }, true],
  ["reads alone", { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: "ReadOnly" }] }, false],
  ["data events alone", { EventSelectors: [{ IncludeManagementEvents: false, ReadWriteType: "All" }] }, false],
  ["advanced: management", advanced({ Field: "eventCategory", Equals: ["Management"] }), true],
  [
    "advanced: reads of management",
    advanced({ Field: "eventCategory", Equals: ["Management"] }, { Field: "readOnly", Equals: ["true"] }),
    false,
  ],
  ["advanced: data", advanced({ Field: "eventCategory", Equals: ["Data"] }), false],
  ["nothing", {}, false],
])("a trail that selects %s", (_what, selectors, expected) => {
  expect(selectsWriteEvents(selectors)).toBe(expected);
});

function advanced(...FieldSelectors: readonly object[]): object {
  return { AdvancedEventSelectors: [{ FieldSelectors }] };
}

test.each([
  [3, 10, ["0", "1", "2"]],
  [10, 3, ["0", "3", "6"]],
  [0, 3, []],
])("of %i accounts %i are spread evenly", (length, size, expected) => {
  expect(
    sampleOf(
      Array.from({ length }, (_, index) => String(index)),
      size,
    ),
  ).toEqual(expected);
});
