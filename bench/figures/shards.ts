import { CreateAccountCommand } from "@aws-sdk/client-organizations";
import { reconcileSourcePolicy } from "#shared/source-policy/reconcile.ts";
import { engineFor } from "../engine.ts";
import { type Figure, figure } from "../figure.ts";
import { withSandbox } from "../sandbox.ts";

/** How many policies are written for one more account, where every account is listed. */
export function shards(): Promise<readonly Figure[]> {
  return withSandbox({ furtherAccounts: 1_000 }, async ({ greeting, requests }) => {
    const policy = { scope: "accounts" };
    const source = { accountId: greeting.accounts.source, principals: ["role/CloudQuery"], policy };
    const { aws, deployment } = engineFor(greeting, { source });
    await reconcileSourcePolicy("apply", deployment, aws);
    await aws.organizations.send(new CreateAccountCommand({ AccountName: "One more", Email: "more@example.com" }));
    const before = (await requests()).length;
    await reconcileSourcePolicy("apply", deployment, aws);
    const written = (await requests(before)).filter(({ action }) =>
      /^(CreatePolicy|CreatePolicyVersion)$/.test(action),
    );
    return [
      figure("1,000 accounts listed, one more: policies written", written.length, "≤", 1),
      figure("the same: policies written at least", written.length, "≥", 1),
    ];
  });
}
