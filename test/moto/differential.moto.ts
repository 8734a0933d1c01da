import * as iam from "@aws-sdk/client-iam";
import * as organizations from "@aws-sdk/client-organizations";
import * as sts from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Keys, type Sandbox, startSandbox } from "#sandbox/start.ts";
import { type Call, calls } from "./calls.ts";
import { knownDifferences } from "./known-differences.ts";
import { type MotoServer, startMoto } from "./moto-server.ts";

// The same calls on the sandbox and on moto: status, error and the form of the answer agree, or it is known who is right.

/** Clients and commands by their names. */
const modules: Readonly<Record<string, Readonly<Record<string, any>>>> = { iam, sts, organizations };
const clients = { iam: "IAMClient", sts: "STSClient", organizations: "OrganizationsClient" };

/** An emulator, as the calls find it. */
interface Place {
  readonly endpoint: string;
  readonly credentials: Keys;
  readonly own: string;
  readonly member: string;
}

interface Answer {
  readonly status: number | undefined;
  /** AWS's name of it, where there is one. */
  readonly error?: string;
  /** Every place in the answer with what kind of value it holds. */
  readonly form?: readonly string[];
}

let sandbox: Sandbox;
let moto: MotoServer;
let onSandbox: ReadonlyMap<string, Answer>;
let onMoto: ReadonlyMap<string, Answer>;

beforeAll(async () => {
  sandbox = await startSandbox();
  const { endpoint, credentials } = sandbox.greeting;
  const { management, staging } = fakeOrganization.accounts;
  onSandbox = await answersOf({ endpoint, credentials: credentials.management, own: management, member: staging });
  moto = await startMoto();
  onMoto = await answersOf(await organizationOnMoto());
});

afterAll(async () => {
  await Promise.all([sandbox.close(), moto.close()]);
});

async function organizationOnMoto(): Promise<Place> {
  const credentials = { accessKeyId: "AKIAMOTO", secretAccessKey: "moto" };
  const { endpoint } = moto;
  const client = new organizations.OrganizationsClient({ endpoint, credentials, region: "us-east-1" });
  const { Organization } = await client.send(new organizations.CreateOrganizationCommand({ FeatureSet: "ALL" }));
  const command = new organizations.CreateAccountCommand({ AccountName: "Member", Email: "member@example.com" });
  const member = (await client.send(command)).CreateAccountStatus?.AccountId ?? "";
  return { endpoint, credentials, own: Organization?.MasterAccountId ?? "", member };
}

async function answersOf(place: Place): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const call of calls) answers.set(call.name, await answerTo(call, place));
  return answers;
}

async function answerTo(
  { service, action, input }: Call,
  { endpoint, credentials, own, member }: Place,
): Promise<Answer> {
  const module = modules[service]!;
  const client = new module[clients[service]]({ endpoint, credentials, region: "us-east-1", maxAttempts: 1 });
  const given = JSON.parse(JSON.stringify(input).replaceAll("OWN", own).replaceAll("MEMBER", member));
  try {
    const { $metadata: metadata, ...answer } = await client.send(new module[`${action}Command`](given));
    return { status: metadata.httpStatusCode, form: [...new Set(formOf(answer))].toSorted() };
  } catch (error) {
    const { name, $metadata: metadata } = error as sts.STSServiceException;
    return { status: metadata?.httpStatusCode, error: name };
  }
}

function formOf(value: unknown, place = ""): readonly string[] {
  if (value instanceof Date) return [`${place}: time`];
  if (Array.isArray(value))
    return value.length === 0 ? [`${place}[]`] : value.flatMap((item) => formOf(item, `${place}[]`));
  if (typeof value !== "object" || value === null) return [`${place}: ${typeof value}`];
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return present.flatMap(([key, inner]) => formOf(inner, `${place}.${key}`));
}

const alike = calls.filter(({ name }) => !(name in knownDifferences));

test.each(alike.map((call) => [call.name, call.action] as const))("%s (%s) is answered alike", (name) => {
  expect(onSandbox.get(name)).toEqual(onMoto.get(name));
});

test.each(Object.entries(knownDifferences))(
  "%s is answered differently still: as AWS by $likeAws",
  (name, { page }) => {
    expect(calls.map((call) => call.name)).toContain(name);
    expect(onSandbox.get(name)).not.toEqual(onMoto.get(name));
    expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  },
);

test("every call has a name of its own", () => {
  expect(onSandbox.size).toBe(calls.length);
});
