import type { Clock } from "./clock.ts";

export type Tags = Map<string, string>;

/** Whatever managed policies can be attached to. */
export interface Identity {
  readonly kind: "role" | "user" | "group";
  readonly arn: string;
  /** Unique id, as in AROA…; never used again, even for an identity of the same name. */
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly createdAt: Date;
  /** ARNs of attached managed policies. */
  readonly attached: string[];
  /** Inline policies, documents as text, by name. */
  readonly inline: Map<string, string>;
  readonly tags: Tags;
}

export interface Role extends Identity {
  readonly kind: "role";
  description: string;
  maxSessionDuration: number;
  /** As stored: principals that are roles or users stand by their unique ids. */
  trustPolicy: string;
  permissionsBoundary: string | undefined;
}

export interface User extends Identity {
  readonly kind: "user";
  permissionsBoundary: string | undefined;
  /** Names of the groups the user is in. */
  readonly groups: Set<string>;
}

export interface Group extends Identity {
  readonly kind: "group";
}

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdAt: Date;
}

/** A customer managed policy. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly description: string;
  readonly createdAt: Date;
  readonly tags: Tags;
  versions: PolicyVersion[];
  defaultVersionId: string;
  /** How many versions there have ever been: ids are never used again. */
  versionCount: number;
}

type AccountState = "PENDING_ACTIVATION" | "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "CLOSED";

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  state: AccountState;
  joinedMethod: "CREATED" | "INVITED";
  joinedAt: Date;
  /** False for an account of somebody else's, outside the organization. */
  isMember: boolean;
  /** Id of the root or organizational unit it is in. */
  parentId: string;
  /** By name in lower case: IAM's names are unique whatever their case. */
  readonly roles: Map<string, Role>;
  readonly users: Map<string, User>;
  readonly groups: Map<string, Group>;
  /** By ARN. */
  readonly policies: Map<string, ManagedPolicy>;
}

export interface OrganizationalUnit {
  readonly id: string;
  readonly name: string;
  /** Undefined for the root. */
  readonly parentId: string | undefined;
}

export interface ServiceControlPolicy {
  readonly id: string;
  readonly name: string;
  readonly document: string;
  /** Ids of roots, organizational units and accounts. */
  readonly targets: Set<string>;
}

/** Who an access key stands for. */
export type Credential =
  | {
      readonly kind: "user";
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly user: User;
      readonly accountId: string;
      readonly createdAt: Date;
    }
  | Session;

/** Temporary credentials of an assumed role. */
export interface Session {
  readonly kind: "session";
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly role: Role;
  readonly accountId: string;
  readonly sessionName: string;
  readonly sessionPolicy: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface CreateAccountStatus {
  readonly id: string;
  readonly accountName: string;
  state: "IN_PROGRESS" | "SUCCEEDED" | "FAILED";
  accountId: string | undefined;
  failureReason: string | undefined;
  readonly requestedAt: Date;
  completedAt: Date | undefined;
}

/** An invitation. */
export interface Handshake {
  readonly id: string;
  readonly accountId: string;
  state: "OPEN" | "ACCEPTED";
}

/** A trail of the management account. */
export interface Trail {
  readonly name: string;
  readonly homeRegion: string;
  readonly isMultiRegion: boolean;
  readonly readWriteType: "All" | "ReadOnly" | "WriteOnly";
  readonly includesManagementEvents: boolean;
  isLogging: boolean;
}

/** Everything the sandbox remembers. */
export interface World {
  readonly clock: Clock;
  readonly partition: string;
  readonly region: string;
  readonly organizationId: string;
  readonly managementAccountId: string;
  readonly rootId: string;
  readonly accounts: Map<string, Account>;
  readonly units: Map<string, OrganizationalUnit>;
  readonly serviceControlPolicies: Map<string, ServiceControlPolicy>;
  readonly credentials: Map<string, Credential>;
  readonly createAccountStatuses: Map<string, CreateAccountStatus>;
  readonly handshakes: Map<string, Handshake>;
  /** Of the management account. */
  readonly trails: Trail[];
}

export function accountOf(world: World, accountId: string): Account {
  const account = world.accounts.get(accountId);
  if (account === undefined) throw new Error(`the sandbox has no account ${accountId}`);
  return account;
}

/** The organization's accounts, in the order they came. */
export function memberAccounts(world: World): readonly Account[] {
  return [...world.accounts.values()].filter(({ isMember }) => isMember);
}

export function iamArn(world: Pick<World, "partition">, accountId: string, resource: string): string {
  return `arn:${world.partition}:iam::${accountId}:${resource}`;
}

/** Ids from the root down to the account itself. */
export function pathTo(world: World, account: Account): readonly string[] {
  const above: string[] = [];
  for (let id: string | undefined = account.parentId; id !== undefined; id = world.units.get(id)?.parentId)
    above.unshift(id);
  return [...above, account.id];
}

/** As AWS writes it: `o-aa111bb222/r-a1b2/ou-…/123456789012/`. */
export function organizationPath(world: World, account: Account): string {
  return `${[world.organizationId, ...pathTo(world, account)].join("/")}/`;
}
