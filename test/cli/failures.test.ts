import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeKeys, fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { assumable, type Surroundings } from "../support/command.ts";

const { accounts } = fakeOrganization;
const folder = mkdtempSync(join(tmpdir(), "assumable-"));

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  const source = accountOf(sandbox.world, accounts.source);
  const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
  source.users.get("intruder")!.attached.push(administrator);
  writeFileSync(join(folder, "bad.yml"), "source: { accountId: 1, principals: [] }\n");
  writeFileSync(join(folder, "text.txt"), "hello\n");
});

afterAll(() => sandbox.close());

describe("a command that cannot work says what is wrong and what to do, without a trace", () => {
  test.each<[string, readonly string[], Surroundings, number, RegExp]>([
    [
      "no credentials",
      ["plan"],
      { env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined } },
      1,
      /There are no AWS credentials.*\nSign in/,
    ],
    [
      "credentials AWS does not know",
      ["plan"],
      { env: { AWS_ACCESS_KEY_ID: "AKIAUNKNOWN000000000" } },
      1,
      /AWS does not accept these credentials\.\nCheck the access key/,
    ],
    [
      "credentials of another account",
      ["plan"],
      { who: "outsider" },
      2,
      /credentials are of account 111111111111.*\nUse credentials of account 999999999999/,
    ],
    [
      "credentials that may do nothing",
      ["plan"],
      { who: "source" },
      1,
      /may not do what is needed.*DescribeOrganization/,
    ],
    [
      "credentials outside any organization",
      ["plan"],
      {
        env: {
          AWS_ACCESS_KEY_ID: fakeKeys.acquired.accessKeyId,
          AWS_SECRET_ACCESS_KEY: fakeKeys.acquired.secretAccessKey,
        },
      },
      1,
      /This account is in no organization\.\nUse credentials of the management account/,
    ],
    [
      "nobody there",
      ["plan"],
      { env: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" } },
      1,
      /AWS cannot be reached\. .*\nCheck network, proxy and --region/,
    ],
    ["no configuration", ["plan", "--config", "nowhere.yml"], {}, 2, /nowhere\.yml.*\n.*assumable config init/],
    [
      "a faulty configuration",
      ["plan", "--config", join(folder, "bad.yml")],
      {},
      2,
      /2 faults:\n {2}source\.accountId: .*\n {2}source\.principals/,
    ],
    ["an account outside", ["plan", "--accounts", accounts.outside], {}, 2, /Not in this organization: 123456789012/],
    [
      "a unit that is not there",
      ["plan", "--ou", "ou-fake-nowhere0"],
      {},
      2,
      /no organizational unit ou-fake-nowhere0/,
    ],
    ["an account id of 11 digits", ["plan", "--accounts", "12345678901"], {}, 2, /12345678901 is no account id/],
    ["no number", ["plan", "--concurrency", "many"], {}, 2, /It must be 1 to 100/],
    ["an unknown form", ["plan", "--output", "xml"], {}, 2, /Allowed choices are text, json/],
    ["an unknown command", ["destroy"], {}, 2, /unknown command 'destroy'\nSay --help/],
    ["an unknown option", ["plan", "--surprise"], {}, 2, /unknown option '--surprise'/],
    [
      "a report that is none",
      ["apply", "--yes", "--retry", join(folder, "text.txt")],
      {},
      2,
      /text\.txt is no report\.\nName the report\.json/,
    ],
    ["a report that is not there", ["apply", "--yes", "--retry", "nowhere"], {}, 2, /nowhere cannot be read/],
  ])("%s", async (_what, words, surroundings, status, message) => {
    const ended = await assumable(sandbox, words, surroundings);

    expect(ended.stderr).toMatch(message);
    expect(ended.status).toBe(status);
    expect(ended.stdout).toBe("");
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
  });

  test("but with one where --debug asks for it", async () => {
    const { stderr } = await assumable(sandbox, ["plan", "--config", "nowhere.yml", "--debug"]);

    expect(stderr).toMatch(/^ {4}at /m);
  });

  test("expired credentials", async () => {
    const expired = await startSandbox({ clock: { now: () => Date.now() + later, sleep: async () => undefined } });
    later = 13 * 3_600_000;

    const { status, stderr } = await assumable(expired, ["plan"], { who: "source" });
    later = 0;
    await expired.close();

    expect(status).toBe(1);
    expect(stderr).toBe("The AWS credentials have expired.\nGet new ones, as with aws sso login.\n");
  });
});

let later = 0;
