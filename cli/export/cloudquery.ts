import { stringify } from "yaml";
import { type Export, rolePathAndName } from "./exported-account.ts";

/** Versions and destinations are the reader's to say, by the environment. https://docs.cloudquery.io/docs/advanced-topics/environment-variable-substitution */
const header = `# For CloudQuery, run as a source principal. Written by assumable; written anew, not edited.
# CQ_AWS_VERSION is the version of CloudQuery's AWS integration, CQ_DESTINATION the name of a destination.
`;

function source(spec: object): string {
  const document = {
    kind: "source",
    spec: {
      name: "aws",
      path: "cloudquery/aws",
      registry: "cloudquery",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudQuery fills these in.
      version: "${CQ_AWS_VERSION}",
      tables: ["aws_*"],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudQuery fills these in.
      destinations: ["${CQ_DESTINATION}"],
      spec: { regions: ["*"], ...spec },
    },
  };
  return header + stringify(document, { lineWidth: 0 });
}

/** Every account by itself. */
export function cloudqueryAccounts({ accounts, deployment }: Export): string {
  const { externalId } = deployment.config.role;
  return source({
    accounts: accounts.map(({ alias, name, roleArn }) => ({
      id: alias,
      // A name is not a variable, whatever it looks like.
      account_name: name.replaceAll("$", ""),
      role_arn: roleArn,
      ...(externalId === undefined ? {} : { external_id: externalId }),
    })),
  });
}

/** The organization as a whole, which CloudQuery lists itself: its principal needs organizations:ListAccounts besides. */
export function cloudqueryOrg({ deployment }: Export): string {
  const { role, accounts } = deployment.config;
  const { include, exclude } = accounts.organizationalUnits;
  return source({
    org: {
      member_role_name: rolePathAndName(deployment),
      ...(role.externalId === undefined ? {} : { member_external_id: role.externalId }),
      ...(include.length === 0 ? {} : { organization_units: include }),
      ...(exclude.length === 0 ? {} : { skip_organization_units: exclude }),
      ...(accounts.exclude.length === 0 ? {} : { skip_member_accounts: accounts.exclude }),
    },
  });
}
