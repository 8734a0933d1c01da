import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  AttachRolePolicyCommand,
  CreateUserCommand,
  ListAttachedRolePoliciesCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateAccountCommand, DescribeCreateAccountStatusCommand } from "@aws-sdk/client-organizations";
import { expect, refusal, type Story, until } from "../story.ts";
import type { Step } from "./step.ts";

/** The account the story creates: known once Organizations has said its id. */
let newAccountId = "";

const createAccount: Step = {
  name: "An account is created in the organization",
  run: async (story) => {
    const organizations = story.organizations();
    const CreateAccountRequestId = await requestAccount(story, "New Team", "new-team@example.com");
    const status = await until(async () => {
      const answer = await organizations.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId }));
      return answer.CreateAccountStatus?.State === "IN_PROGRESS" ? undefined : answer.CreateAccountStatus;
    });
    expect(status.State === "SUCCEEDED", `CreateAccount ended ${status.State}`);
    newAccountId = status.AccountId ?? "";
    return `account ${newAccountId}${story.awsCli === undefined ? "" : ", by aws organizations create-account"}`;
  },
};

/** By the AWS CLI, where the demo was given one. Resolves to the id of the request. */
async function requestAccount(story: Story, AccountName: string, Email: string): Promise<string | undefined> {
  if (story.awsCli === undefined) {
    const created = await story.organizations().send(new CreateAccountCommand({ AccountName, Email }));
    return created.CreateAccountStatus?.Id;
  }
  const words = [
    "organizations",
    "create-account",
    "--account-name",
    AccountName,
    "--email",
    Email,
    "--output",
    "json",
  ];
  const { stdout } = await promisify(execFile)(story.awsCli, words, { env: story.awsEnvironment() });
  return JSON.parse(stdout).CreateAccountStatus.Id;
}

const refusedBefore: Step = {
  name: "The source principal is refused: there is no role yet",
  run: async (story) => `AssumeRole: ${await refusal(story.assume("source", newAccountId), "the source principal")}`,
};

const roleAppears: Step = {
  name: "The event makes the role, and the source policy follows",
  run: async (story) => {
    await story.sandbox.idle();
    const line = story.logsOf("onboard-account").find((one) => one.includes("TimeToRole"));
    const { TimeToRole: time } = JSON.parse(line ?? "{}");
    expect(typeof time === "number", "no TimeToRole was recorded");
    const source = story.sandbox.world.accounts.get(story.accounts.source);
    const policy = [...(source?.policies.values() ?? [])][0];
    expect(policy !== undefined, "there is no source policy");
    return `waited for the access role; role ready ${(time / 1000).toFixed(1)} s after the event\npolicy ${policy?.name} attached to role/CloudQuery`;
  },
};

const assumesAndReads: Step = {
  name: "The source principal assumes the role and reads",
  run: async (story) => {
    await story.read(await story.assume("source", newAccountId));
    return "AssumeRole, then iam:GetAccountSummary: allowed";
  },
};

const refusedWrite: Step = {
  name: "It is refused a write",
  run: async (story) => {
    const iam = story.iam(await story.assume("source", newAccountId));
    return `iam:CreateUser: ${await refusal(iam.send(new CreateUserCommand({ UserName: "backdoor" })), "a write")}`;
  },
};

const strangerRefused: Step = {
  name: "A stranger in the source account is refused",
  run: async (story) => `AssumeRole: ${await refusal(story.assume("outsider", newAccountId), "the stranger")}`,
};

const widenedByHand: Step = {
  name: "Somebody widens the role by hand: the stranger gets in",
  run: async (story) => {
    const iam = story.iam(await story.assume("management", newAccountId, "OrganizationAccountAccessRole"));
    const statement = { Effect: "Allow", Principal: { AWS: story.accounts.source }, Action: "sts:AssumeRole" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: story.roleName, PolicyDocument }));
    const PolicyArn = administratorAccess(story);
    await iam.send(new AttachRolePolicyCommand({ RoleName: story.roleName, PolicyArn }));
    await story.assume("outsider", newAccountId);
    return "trust policy opened to the account, AdministratorAccess attached";
  },
};

const repaired: Step = {
  name: "One invocation repairs it: the stranger is out again",
  run: async (story) => {
    const outcome = await story.onboard(newAccountId);
    expect(outcome.status === "repaired", `the outcome was ${outcome.status}`);
    await refusal(story.assume("outsider", newAccountId), "the stranger");
    const iam = story.iam(await story.assume("management", newAccountId, "OrganizationAccountAccessRole"));
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: story.roleName }));
    const names = (attached.AttachedPolicies ?? []).map(({ PolicyName }) => PolicyName).join(", ");
    expect(names === "ReadOnlyAccess", `attached: ${names}`);
    await story.read(await story.assume("source", newAccountId));
    return outcome.changes.map(({ kind }) => kind).join(", ");
  },
};

const secondPass: Step = {
  name: "Once more: nothing differs, nothing is written",
  run: async (story) => {
    const before = story.sandbox.requests.length;
    const outcome = await story.onboard(newAccountId);
    expect(outcome.status === "in-sync", `the outcome was ${outcome.status}`);
    const calls = story.sandbox.requests.since(before).filter(({ accountId }) => accountId === newAccountId);
    const names = calls.map(({ action }) => action);
    expect(
      names.every((name) => /^(Get|List)/.test(name)),
      `in the account: ${names.join(", ")}`,
    );
    return `AssumeRole, then ${names.join(", ")}`;
  },
};

/** A new account, from its creation to the repair of what was changed by hand. */
export const newAccount: readonly Step[] = [
  createAccount,
  refusedBefore,
  roleAppears,
  assumesAndReads,
  refusedWrite,
  strangerRefused,
  widenedByHand,
  repaired,
  secondPass,
];

function administratorAccess({ sandbox }: Story): string {
  return `arn:${sandbox.world.partition}:iam::aws:policy/AdministratorAccess`;
}
