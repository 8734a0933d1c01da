import { beforeEach, describe, expect, test } from "vitest";
import { assume } from "../../support/clients.ts";
import { accounts, RoleName, reconcile, roleIn, sandbox, withSandboxPerTest } from "../../support/member-role.ts";

withSandboxPerTest();

describe("once the role is there", () => {
  beforeEach(async () => {
    await reconcile(accounts.production);
    roleIn(accounts.source, "CloudQuery").inline.set(
      "any",
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}',
    );
  });

  test("the source principal assumes it", async () => {
    await expect(assume(sandbox(), "source", accounts.production, RoleName)).resolves.toBeDefined();
  });

  test("the source principal still assumes it after it was deleted and made again", async () => {
    const { roles } = sandbox().world.accounts.get(accounts.source)!;
    const old = roleIn(accounts.source, "CloudQuery");
    roles.set("cloudquery", { ...old, id: "AROAMADEAGAINMADEAGA" });

    await expect(assume(sandbox(), "source", accounts.production, RoleName)).resolves.toBeDefined();
  });

  test.each(["outsider", "management"] as const)("the %s does not, whatever its own policies allow", async (who) => {
    await expect(assume(sandbox(), who, accounts.production, RoleName)).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });
});
