import { GetRoleCommand } from "@aws-sdk/client-iam";
import { expect } from "../story.ts";
import type { Step } from "./step.ts";

const foreignRole: Step = {
  name: "Somebody else's role of that name is left alone",
  run: async (story) => {
    const accountId = story.accounts.foreignRole;
    const outcome = await story.onboard(accountId);
    expect(outcome.status === "conflict", `the outcome was ${outcome.status}`);
    const iam = story.iam(await story.assume("management", accountId, "OrganizationAccountAccessRole"));
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: story.roleName }));
    expect(role?.Description === "Made by hand, for something else.", "the role was changed");
    return `${outcome.status}: ${outcome.remedy}`;
  },
};

const invited: Step = {
  name: "An account without an access role is reported",
  run: async (story) => {
    const outcome = await story.onboard(story.accounts.invited);
    expect(outcome.status === "unreachable", `the outcome was ${outcome.status}`);
    expect(outcome.remedy.includes("aws iam create-role"), "the remedy has no command");
    return `${outcome.status}: ${outcome.remedy}`;
  },
};

const outsideOrganization: Step = {
  name: "An account outside the organization is refused",
  run: async (story) => {
    const before = story.sandbox.requests.length;
    const { errorType } = await story.invoke("onboard-account", { accountId: story.accounts.outside });
    expect(errorType === "AccountOutsideOrganizationError", `it ended with ${String(errorType)}`);
    const assumed = story.sandbox.requests.since(before).filter(({ action }) => action === "AssumeRole");
    expect(assumed.length === 0, "it tried to get in");
    return `${String(errorType)}, though its access role would let us in`;
  },
};

/** Accounts that cannot be done, and one that must not be. */
export const otherAccounts: readonly Step[] = [foreignRole, invited, outsideOrganization];
