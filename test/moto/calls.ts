/** One call, made on both emulators; `OWN` and `MEMBER` in its input stand for account ids. */
export interface Call {
  readonly name: string;
  readonly service: "iam" | "sts" | "organizations";
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const RoleName = "Differential";
const PolicyArn = "arn:aws:iam::OWN:policy/Differential";
const readOnlyAccess = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const accessRole = "arn:aws:iam::MEMBER:role/OrganizationAccountAccessRole";
const RoleSessionName = "session";
const trust = document({ Effect: "Allow", Principal: { AWS: "OWN" }, Action: "sts:AssumeRole" });
const allow = document({ Effect: "Allow", Action: "s3:*", Resource: "*" });

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function iam(name: string, action: string, input: Call["input"]): Call {
  return { name, service: "iam", action, input };
}

function sts(name: string, action: string, input: Call["input"]): Call {
  return { name, service: "sts", action, input };
}

function organizations(name: string, action: string, input: Call["input"]): Call {
  return { name, service: "organizations", action, input };
}

/** In this order: each finds what those before it have left. */
export const calls: readonly Call[] = [
  iam("a role", "CreateRole", { RoleName, AssumeRolePolicyDocument: trust, Tags: [{ Key: "a", Value: "b" }] }),
  iam("a role twice", "CreateRole", { RoleName, AssumeRolePolicyDocument: trust }),
  iam("a role with a bad name", "CreateRole", { RoleName: "bad name", AssumeRolePolicyDocument: trust }),
  iam("a role whose trust policy is none", "CreateRole", { RoleName: "Malformed", AssumeRolePolicyDocument: "{" }),
  iam("a role with sessions of a second", "CreateRole", {
    RoleName: "Short",
    AssumeRolePolicyDocument: trust,
    MaxSessionDuration: 1,
  }),
  iam("reading a role", "GetRole", { RoleName }),
  iam("reading no role", "GetRole", { RoleName: "Missing" }),
  iam("updating a role", "UpdateRole", { RoleName, Description: "y", MaxSessionDuration: 7200 }),
  iam("updating no role", "UpdateRole", { RoleName: "Missing", Description: "y" }),
  iam("a trust policy", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument: trust }),
  iam("a trust policy that is none", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument: "{}" }),
  iam("tagging a role", "TagRole", { RoleName, Tags: [{ Key: "c", Value: "d" }] }),
  iam("tagging no role", "TagRole", { RoleName: "Missing", Tags: [{ Key: "c", Value: "d" }] }),
  iam("an inline policy", "PutRolePolicy", { RoleName, PolicyName: "Inline", PolicyDocument: allow }),
  iam("an inline policy that is none", "PutRolePolicy", { RoleName, PolicyName: "Inline", PolicyDocument: "no" }),
  iam("reading an inline policy", "GetRolePolicy", { RoleName, PolicyName: "Inline" }),
  iam("reading no inline policy", "GetRolePolicy", { RoleName, PolicyName: "Missing" }),
  iam("inline policies", "ListRolePolicies", { RoleName }),
  iam("inline policies of no role", "ListRolePolicies", { RoleName: "Missing" }),
  iam("attaching", "AttachRolePolicy", { RoleName, PolicyArn: readOnlyAccess }),
  iam("attaching what is not there", "AttachRolePolicy", { RoleName, PolicyArn: `${readOnlyAccess}No` }),
  iam("attaching to no role", "AttachRolePolicy", { RoleName: "Missing", PolicyArn: readOnlyAccess }),
  iam("attached policies", "ListAttachedRolePolicies", { RoleName }),
  iam("attached policies of no role", "ListAttachedRolePolicies", { RoleName: "Missing" }),
  iam("a boundary", "PutRolePermissionsBoundary", { RoleName, PermissionsBoundary: readOnlyAccess }),
  iam("reading a role with a boundary", "GetRole", { RoleName }),
  iam("no boundary any more", "DeleteRolePermissionsBoundary", { RoleName }),
  iam("deleting a role that has policies", "DeleteRole", { RoleName }),
  iam("a policy", "CreatePolicy", { PolicyName: "Differential", PolicyDocument: allow }),
  iam("a policy twice", "CreatePolicy", { PolicyName: "Differential", PolicyDocument: allow }),
  iam("a policy that is none", "CreatePolicy", { PolicyName: "Malformed", PolicyDocument: "{" }),
  iam("reading a policy", "GetPolicy", { PolicyArn }),
  iam("reading no policy", "GetPolicy", { PolicyArn: `${PolicyArn}No` }),
  iam("a version", "CreatePolicyVersion", { PolicyArn, PolicyDocument: allow, SetAsDefault: true }),
  iam("a version of no policy", "CreatePolicyVersion", { PolicyArn: `${PolicyArn}No`, PolicyDocument: allow }),
  iam("versions", "ListPolicyVersions", { PolicyArn }),
  iam("reading a version", "GetPolicyVersion", { PolicyArn, VersionId: "v2" }),
  iam("reading no version", "GetPolicyVersion", { PolicyArn, VersionId: "v9" }),
  iam("deleting the version in force", "DeletePolicyVersion", { PolicyArn, VersionId: "v2" }),
  iam("deleting an older version", "DeletePolicyVersion", { PolicyArn, VersionId: "v1" }),
  iam("attaching a policy of our own", "AttachRolePolicy", { RoleName, PolicyArn }),
  iam("who holds a policy", "ListEntitiesForPolicy", { PolicyArn }),
  iam("detaching", "DetachRolePolicy", { RoleName, PolicyArn }),
  iam("detaching what is not attached", "DetachRolePolicy", { RoleName, PolicyArn }),
  iam("deleting a policy", "DeletePolicy", { PolicyArn }),
  iam("deleting no policy", "DeletePolicy", { PolicyArn }),
  iam("deleting an inline policy", "DeleteRolePolicy", { RoleName, PolicyName: "Inline" }),
  iam("deleting no inline policy", "DeleteRolePolicy", { RoleName, PolicyName: "Inline" }),
  iam("detaching an AWS managed policy", "DetachRolePolicy", { RoleName, PolicyArn: readOnlyAccess }),
  iam("deleting a role", "DeleteRole", { RoleName }),
  iam("deleting no role", "DeleteRole", { RoleName }),
  iam("reading no user", "GetUser", { UserName: "Missing" }),
  iam("reading no group", "GetGroup", { GroupName: "Missing" }),
  iam("the account's summary", "GetAccountSummary", {}),
  sts("who we are", "GetCallerIdentity", {}),
  sts("assuming a role", "AssumeRole", { RoleArn: accessRole, RoleSessionName }),
  sts("assuming no role", "AssumeRole", { RoleArn: `${accessRole}No`, RoleSessionName }),
  sts("a session with a bad name", "AssumeRole", { RoleArn: accessRole, RoleSessionName: "x y" }),
  sts("a session of a second", "AssumeRole", { RoleArn: accessRole, RoleSessionName, DurationSeconds: 1 }),
  sts("a session whose policy is none", "AssumeRole", { RoleArn: accessRole, RoleSessionName, Policy: "{" }),
  organizations("the organization", "DescribeOrganization", {}),
  organizations("an account", "DescribeAccount", { AccountId: "MEMBER" }),
  organizations("no account", "DescribeAccount", { AccountId: "123456789099" }),
  organizations("accounts", "ListAccounts", {}),
  organizations("the parent of an account", "ListParents", { ChildId: "MEMBER" }),
  organizations("the parent of no account", "ListParents", { ChildId: "123456789099" }),
  organizations("roots", "ListRoots", {}),
  organizations("no unit", "DescribeOrganizationalUnit", { OrganizationalUnitId: "ou-abcd-12345678" }),
  organizations("a new account", "CreateAccount", { AccountName: "New", Email: "new@example.com" }),
  iam("a policy that is to be attached", "CreatePolicy", { PolicyName: "Held", PolicyDocument: allow }),
  iam("a role that is to hold it", "CreateRole", { RoleName: "Holder", AssumeRolePolicyDocument: trust }),
  iam("attaching it", "AttachRolePolicy", { RoleName: "Holder", PolicyArn: "arn:aws:iam::OWN:policy/Held" }),
  iam("deleting a policy that is attached", "DeletePolicy", { PolicyArn: "arn:aws:iam::OWN:policy/Held" }),
];
