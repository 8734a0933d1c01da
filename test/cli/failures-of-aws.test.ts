import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { throttled } from "#sandbox/faults/fault.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { assumable, type Surroundings } from "../support/command.ts";

// Every command that asks AWS, against everything that keeps it from an answer.

const { accounts } = fakeOrganization;
const out = join(mkdtempSync(join(tmpdir(), "failures-")), "out");

const commands: Readonly<Record<string, readonly string[]>> = {
  plan: ["plan"],
  apply: ["apply", "--yes"],
  verify: ["verify", "--accounts", accounts.staging],
  doctor: ["doctor"],
  export: ["export", "csv"],
  report: ["report", "--out", out],
  remove: ["remove", "--yes"],
};

/** What doctor cannot ask is a finding, in AWS's words; what lists no accounts cannot be kept from listing them. */
interface Failure {
  readonly name: string;
  readonly message: RegExp;
  readonly ofDoctor?: RegExp;
  readonly status: number;
  readonly without?: readonly string[];
  readonly surroundings?: Surroundings;
  /** Makes it so on the sandbox. */
  readonly begin?: () => void;
}

let sandbox: Sandbox;
let ahead = 0;
afterEach(() => sandbox.close());

const failures: readonly Failure[] = [
  {
    name: "no credentials",
    message: /^There are no AWS credentials\. .*\nSign in, as with aws sso login/,
    status: 1,
    surroundings: { env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined } },
  },
  {
    name: "expired credentials",
    message: /^The AWS credentials have expired\.\nGet new ones/,
    status: 1,
    surroundings: { who: "source" },
    begin: () => {
      ahead = 13 * 3_600_000;
    },
  },
  {
    name: "credentials of another account",
    message: /^These credentials are of account 111111111111.*\nUse credentials of account 999999999999/,
    status: 2,
    without: ["verify"],
    surroundings: { who: "outsider" },
    begin: () => {
      const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
      accountOf(sandbox.world, accounts.source).users.get("intruder")!.attached.push(administrator);
    },
  },
  {
    name: "no permission to list accounts",
    message: /^These credentials may not do what is needed\. \(.*organizations:ListAccounts.*\)\nUse an administrator/,
    ofDoctor: /^unknown {2}events\n {4}AccessDeniedException: .*organizations:ListAccounts/m,
    status: 1,
    without: ["verify"],
    begin: () => {
      const document = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Action: "organizations:ListAccounts", Resource: "*" }],
      });
      accountOf(sandbox.world, accounts.management).users.get("administrator")!.inline.set("deny", document);
    },
  },
  {
    name: "a service that throttles every request",
    message: /^AWS is throttling requests, and went on after every retry\.\nWait a minute/,
    ofDoctor: /^unknown {2}events\n {4}TooManyRequestsException: /m,
    status: 1,
    without: ["verify"],
    begin: () =>
      sandbox.setFaults(({ service, action }) => (action === "ListAccounts" ? throttled(service) : undefined)),
  },
  {
    name: "nobody there",
    message: /^AWS cannot be reached\. .*\nCheck network, proxy and --region/,
    status: 1,
    surroundings: { env: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" } },
  },
];

describe.each(failures)("with $name", ({ message, ofDoctor, status, without = [], surroundings, begin }) => {
  const left = Object.entries(commands).filter(([name]) => !without.includes(name));

  test.each(left)("%s says what and what to do, without a trace", async (name, words) => {
    ahead = 0;
    sandbox = await startSandbox({ clock: { now: () => Date.now() + ahead, sleep: async () => undefined } });
    begin?.();

    const ended = await assumable(sandbox, words, surroundings);

    const said = name === "doctor" && ofDoctor !== undefined ? ended.stdout : ended.stderr;
    expect(said).toMatch(name === "doctor" ? (ofDoctor ?? message) : message);
    expect(ended.status).toBe(status);
    expect(said).not.toMatch(/^ {4}at /m);
  });
});
