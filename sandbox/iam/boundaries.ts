import { managedPolicyDocument } from "../authorization/policies.ts";
import { noSuchEntity } from "../aws-error.ts";
import type { Account, World } from "../world.ts";

/** A boundary must be a managed policy that exists. */
export function checkBoundary(world: World, account: Account, arn: string): string {
  if (managedPolicyDocument(world, account, arn) === undefined) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
  return arn;
}
