import type { Call } from "../action.ts";
import type { Authorization } from "../authorization/authorize.ts";
import { type Identity, iamArn } from "../world.ts";
import { named } from "./lookup.ts";

type Kind = "role" | "user" | "group";

/** The ARN a request is about: the entity's own where it exists, else the one it would get. */
function entityArn({ world, caller, input }: Call, kind: Kind, parameter: string): string {
  const name = input.text(parameter);
  const { roles, users, groups } = caller.account;
  const existing = named<Identity>({ role: roles, user: users, group: groups }[kind], name);
  const path = input.optionalText("Path") ?? "/";
  return existing?.arn ?? iamArn(world, caller.account.id, `${kind}${path}${name}`);
}

/** Authorization of an action on the role, user or group that `parameter` names. */
export function onEntity(kind: Kind, action: string, context?: (call: Call) => Authorization["context"]) {
  const parameter = { role: "RoleName", user: "UserName", group: "GroupName" }[kind];
  return (call: Call): readonly Authorization[] => {
    const extra = context?.(call);
    const resource = entityArn(call, kind, parameter);
    return [{ action: `iam:${action}`, resource, ...(extra === undefined ? {} : { context: extra }) }];
  };
}

export function onPolicy(action: string) {
  return ({ input }: Call): readonly Authorization[] => [
    { action: `iam:${action}`, resource: input.text("PolicyArn") },
  ];
}

/** For actions without a resource, as lists of an account. */
export function onAccount(action: string) {
  return (): readonly Authorization[] => [{ action: `iam:${action}`, resource: "*" }];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export function tagKeys({ input }: Call): Record<string, string | readonly string[]> {
  const tags = input.structures("Tags").map((tag) => [tag.text("Key"), tag.text("Value")] as const);
  return {
    ...(tags.length === 0 ? {} : { "aws:TagKeys": tags.map(([key]) => key) }),
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}
