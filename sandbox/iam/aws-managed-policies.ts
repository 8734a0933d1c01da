/**
 * AWS managed policies, as far as they concern the services emulated here. The whole documents:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const statements: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  ReadOnlyAccess: [
    {
      Effect: "Allow",
      Action: [
        "iam:Generate*",
        "iam:Get*",
        "iam:List*",
        "iam:Simulate*",
        "lambda:Get*",
        "lambda:List*",
        "organizations:Describe*",
        "organizations:List*",
        "s3:Get*",
        "s3:List*",
        "sns:Get*",
        "sns:List*",
        "sqs:Get*",
        "sqs:List*",
        "sqs:ReceiveMessage",
        "states:Describe*",
        "states:GetExecutionHistory",
        "states:ListExecutions",
        "sts:GetAccessKeyInfo",
        "sts:GetCallerIdentity",
        "sts:GetSessionToken",
      ],
      Resource: "*",
    },
  ],
  SecurityAudit: [
    {
      Effect: "Allow",
      Action: [
        "iam:GenerateCredentialReport",
        "iam:Get*",
        "iam:List*",
        "lambda:GetPolicy",
        "lambda:List*",
        "organizations:Describe*",
        "organizations:List*",
        "sqs:GetQueueAttributes",
        "sqs:ListQueues",
        "states:DescribeStateMachine",
        "states:ListStateMachines",
        "sts:GetCallerIdentity",
      ],
      Resource: "*",
    },
  ],
  "job-function/ViewOnlyAccess": [
    {
      Effect: "Allow",
      Action: ["iam:Get*", "iam:List*", "lambda:List*", "organizations:List*", "sqs:ListQueues"],
      Resource: "*",
    },
  ],
  PowerUserAccess: [
    { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
    { Effect: "Allow", Action: ["iam:ListRoles", "organizations:DescribeOrganization"], Resource: "*" },
  ],
};

export const awsManagedPolicyNames = Object.keys(statements);

/** Document of an AWS managed policy by ARN; undefined where the sandbox has none of that name. */
export function awsManagedPolicy(partition: string, arn: string): string | undefined {
  const prefix = `arn:${partition}:iam::aws:policy/`;
  const statement = arn.startsWith(prefix) ? statements[arn.slice(prefix.length)] : undefined;
  return statement === undefined ? undefined : JSON.stringify({ Version: "2012-10-17", Statement: statement });
}
