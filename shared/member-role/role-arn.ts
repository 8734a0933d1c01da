import type { Config } from "#shared/config/schema.ts";
import { iamArn, type Partition } from "#shared/partition.ts";

/** ARN of the member role of an account; `*` for that of every account. */
export function memberRoleArn({ role }: Pick<Config, "role">, partition: Partition, accountId: string): string {
  return iamArn(partition, accountId, `role${role.path}${role.name}`);
}
