import { GetAccountSummaryCommand, IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Keys, Sandbox } from "#sandbox/start.ts";

/** What the steps of the story work with: the sandbox, and AWS clients as anybody would make them. */
export class Story {
  readonly sandbox: Sandbox;
  readonly roleName = "CrossAccountReadOnlyRole";

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  get accounts(): Sandbox["greeting"]["accounts"] {
    return this.sandbox.greeting.accounts;
  }

  organizations(): OrganizationsClient {
    return new OrganizationsClient(this.#settings("management"));
  }

  lambda(): LambdaClient {
    return new LambdaClient(this.#settings("management"));
  }

  /** IAM with the given keys, in whichever account they belong to. */
  iam(credentials: Keys): IAMClient {
    return new IAMClient({ ...this.#settings("management"), credentials });
  }

  /** Assumes a role as one of the sandbox's people; rejects with AWS's answer. */
  async assume(
    who: keyof Sandbox["greeting"]["credentials"],
    accountId: string,
    roleName = this.roleName,
  ): Promise<Keys> {
    const sts = new STSClient(this.#settings(who));
    const RoleArn = `arn:${this.sandbox.world.partition}:iam::${accountId}:role/${roleName}`;
    const { Credentials: keys } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "demo" }));
    return {
      accessKeyId: keys?.AccessKeyId ?? "",
      secretAccessKey: keys?.SecretAccessKey ?? "",
      sessionToken: keys?.SessionToken ?? "",
    };
  }

  /** One harmless read with the given keys. */
  async read(keys: Keys): Promise<void> {
    await this.iam(keys).send(new GetAccountSummaryCommand());
  }

  #settings(who: keyof Sandbox["greeting"]["credentials"]) {
    const { endpoint, region, credentials } = this.sandbox.greeting;
    return { endpoint, region, credentials: credentials[who], maxAttempts: 1 };
  }
}

/** A check of the story did not hold. */
class StoryError extends Error {
  override readonly name = "StoryError";
}

export function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new StoryError(otherwise);
}

/** The name of AWS's error where a request is refused; throws StoryError where it is not. */
export async function refusal(request: Promise<unknown>, who: string): Promise<string> {
  try {
    await request;
  } catch (error) {
    if (error instanceof Error && error.name === "AccessDenied") return error.name;
    throw error;
  }
  throw new StoryError(`${who} was let in`);
}
