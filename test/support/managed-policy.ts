import { accountOf, type World } from "#sandbox/world.ts";

/** Puts a customer managed policy into an account, as if it had always been there; returns its ARN. */
export function addManagedPolicy(
  world: World,
  accountId: string,
  name: string,
  statement: object,
  tags: Readonly<Record<string, string>> = {},
): string {
  const arn = `arn:${world.partition}:iam::${accountId}:policy/${name}`;
  const createdAt = new Date(world.clock.now());
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  accountOf(world, accountId).policies.set(arn, {
    arn,
    id: `ANPA${name.toUpperCase()}`,
    name,
    path: "/",
    description: "",
    createdAt,
    tags: new Map(Object.entries(tags)),
    versions: [{ id: "v1", document, createdAt }],
    defaultVersionId: "v1",
    versionCount: 1,
  });
  return arn;
}
