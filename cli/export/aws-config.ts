import { commentText, type Export, type ExportedAccount } from "./exported-account.ts";

/**
 * Profiles for the AWS CLI and every SDK, one for each account.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-role.html
 */
export function awsConfig(exported: Export): string {
  const header = [
    "# Profiles of the member role, one for each account. Written by assumable; written anew, not edited.",
    "# Point AWS_CONFIG_FILE at this file; the source profile may be in it or among your credentials.",
  ];
  return `${[...header, ...profiles(exported)].join("\n")}\n`;
}

/** The profiles by themselves. Sessions last the default hour: a role assumed by a role lasts no longer. */
export function profiles(exported: Export): readonly string[] {
  return exported.accounts.flatMap((account) => ["", ...profile(account, exported)]);
}

function profile(
  { accountId, name, alias, roleArn }: ExportedAccount,
  { deployment, region, sourceProfile }: Export,
): readonly string[] {
  const { externalId } = deployment.config.role;
  return [
    `# ${commentText(`${accountId} ${name}`)}`,
    `[profile ${alias}]`,
    `role_arn = ${roleArn}`,
    `source_profile = ${sourceProfile}`,
    ...(externalId === undefined ? [] : [`external_id = ${externalId}`]),
    `region = ${region}`,
  ];
}
