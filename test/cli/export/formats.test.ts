import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSharedConfigFiles } from "@smithy/core/config";
import { parse as parseCsv } from "csv-parse/sync";
import { parseToObject } from "hcl2-parser";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { type Export, exportedAccounts } from "../../../cli/export/exported-account.ts";
import { formats } from "../../../cli/export/formats.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { difficultAccounts } from "../../support/difficult-accounts.ts";

const config = {
  role: { path: "/audit/", externalId: "shared-secret" },
  accounts: { exclude: ["300000000099"], organizationalUnits: { include: ["ou-fake-workload"] } },
};

function exportOf(listed = difficultAccounts): Export {
  const deployment = deploymentOf(config);
  return { accounts: exportedAccounts(listed, deployment), deployment, region: "us-east-1", sourceProfile: "reader" };
}

const exported = exportOf();
const ids = exported.accounts.map(({ accountId }) => accountId);
const arns = exported.accounts.map(({ roleArn }) => roleArn);

/** The text of a format. */
function written(name: string): string {
  return formats[name]!(exported);
}

describe.each(Object.keys(formats))("the format %s", (name) => {
  test("is what it was: its golden file", async () => {
    await expect(written(name)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test("is the same for the same accounts, in whatever order they are listed", () => {
    expect(formats[name]!(exportOf(difficultAccounts.toReversed()))).toBe(written(name));
  });
});

describe("aliases", () => {
  const aliases = exported.accounts.map(({ alias }) => alias);

  test("are all different, and of letters, digits and dashes", () => {
    expect(new Set(aliases).size).toBe(difficultAccounts.length);
    for (const alias of aliases) expect(alias).toMatch(/^[a-z0-9][a-z0-9-]{2,}$/);
  });

  test("are plain names where nothing speaks against it", () => {
    expect(aliases.slice(0, 3)).toEqual(["plain", "dots-and-underscores", "quotes-double-and-single"]);
  });
});

describe("by the format's own grammar there is every account in", () => {
  test.each(["aws-config", "cartography"])("%s, as the AWS SDK reads it", async (name) => {
    const file = join(mkdtempSync(join(tmpdir(), "export-")), "config");
    writeFileSync(file, written(name));

    const { configFile } = await loadSharedConfigFiles({ configFilepath: file, filepath: "nowhere" });

    expect(Object.values(configFile).map((profile) => profile?.["role_arn"])).toEqual(arns);
    expect(Object.values(configFile)[0]).toEqual({
      role_arn: "arn:aws:iam::300000000001:role/audit/CrossAccountReadOnlyRole",
      source_profile: "reader",
      external_id: "shared-secret",
      region: "us-east-1",
    });
  });

  test("cloudquery, as YAML", () => {
    const { spec } = parseYaml(written("cloudquery"));

    expect(spec.spec.accounts.map(({ role_arn }: { role_arn: string }) => role_arn)).toEqual(arns);
    expect(JSON.stringify(spec.spec)).not.toContain("${");
  });

  test("steampipe, as HCL", () => {
    const [parsed] = parseToObject(written("steampipe"));
    const connections: Record<string, any[]> = parsed.connection;
    const own = Object.values(connections).filter(([one]) => one.type === undefined);

    expect(own.map(([{ profile }]) => profile).toSorted()).toEqual(
      exported.accounts.map(({ alias }) => alias).toSorted(),
    );
    expect(connections["aws_all"]![0].connections).toHaveLength(ids.length);
    const aggregators = Object.entries(connections).filter(
      ([name, [one]]) => one.type === "aggregator" && name !== "aws_all",
    );
    expect(Object.fromEntries(aggregators.map(([name, [one]]) => [name, one.connections.length]))).toEqual({
      aws_ou_production_home_producti: 2,
      aws_ou_work_loads_same0001: 2,
      aws_ou_work_loads_workload: 3,
    });
    for (const [, [{ connections: inside }]] of aggregators) {
      for (const one of inside) expect(Object.keys(connections)).toContain(one);
    }
  });

  test("c7n-org, as YAML, under names that can be folders", () => {
    const { accounts } = parseYaml(written("c7n-org"));

    expect(accounts.map(({ account_id }: { account_id: string }) => account_id)).toEqual(ids);
    expect(accounts.map(({ display_name }: { display_name: string }) => display_name)).toEqual(
      exported.accounts.map(({ name }) => name),
    );
    for (const { name } of accounts) expect(name).toMatch(/^[a-z0-9-]+$/);
  });

  test("prowler, as YAML", () => {
    const providers: readonly any[] = parseYaml(written("prowler"));

    expect(providers.map(({ uid }) => uid)).toEqual(ids);
    expect(providers.map(({ credentials }) => credentials.role_arn)).toEqual(arns);
  });

  test("iam-collect, as JSON", () => {
    const { accounts, auth } = JSON.parse(written("iam-collect"));

    expect(accounts.included).toEqual(ids);
    expect(auth.role).toEqual({ pathAndName: "audit/CrossAccountReadOnlyRole", externalId: "shared-secret" });
  });

  test("csv, by RFC 4180, with their names as they are", () => {
    const rows: Record<string, string>[] = parseCsv(written("csv"), { columns: true, record_delimiter: "\r\n" });

    expect(rows.map(({ name }) => name)).toEqual(exported.accounts.map(({ name }) => name));
    expect(rows.map(({ roleArn }) => roleArn)).toEqual(arns);
  });

  test("json", () => {
    expect(JSON.parse(written("json"))).toMatchObject({ version: 1, accounts: exported.accounts });
  });
});

test("the organization's form for CloudQuery has the scope that is configured", () => {
  expect(parseYaml(written("cloudquery-org")).spec.spec.org).toEqual({
    member_role_name: "audit/CrossAccountReadOnlyRole",
    member_external_id: "shared-secret",
    organization_units: ["ou-fake-workload"],
    skip_member_accounts: ["300000000099"],
  });
});

test("every golden file belongs to a format", () => {
  expect(readdirSync("test/cli/export/golden").toSorted()).toEqual(
    Object.keys(formats)
      .map((name) => `${name}.txt`)
      .toSorted(),
  );
});
