import { type PolicyDocument, policyVersion } from "#shared/policy-document/document.ts";

/** What the member role may do: policies by reference (see policy-reference.ts), and inline documents by name. */
export interface Permissions {
  readonly managedPolicyArns: readonly string[];
  readonly inlinePolicies: Readonly<Record<string, PolicyDocument>>;
}

export const presetNames = ["ReadOnlyAccess", "SecurityAudit", "ReadOnlyMetadata"] as const;

export type PresetName = (typeof presetNames)[number];

/**
 * Reads of what customers store rather than of how AWS is set up. ReadOnlyAccess allows them all:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html
 */
const dataReads = [
  "athena:GetQueryResults",
  "athena:GetQueryResultsStream",
  "cloudformation:GetTemplate",
  "codecommit:GetBlob",
  "codecommit:GetFile",
  "codecommit:GitPull",
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:GetRecords",
  "dynamodb:PartiQLSelect",
  "dynamodb:Query",
  "dynamodb:Scan",
  "ec2:GetConsoleOutput",
  "ec2:GetConsoleScreenshot",
  "ec2:GetPasswordData",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
  "kinesis:GetRecords",
  "kms:Decrypt",
  "lambda:GetFunction",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:GetLogRecord",
  "logs:GetQueryResults",
  "logs:StartLiveTail",
  "logs:StartQuery",
  "logs:Unmask",
  "s3:GetObject",
  "s3:GetObjectVersion",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "sqs:ReceiveMessage",
  "ssm:GetParameter",
  "ssm:GetParameterHistory",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
];

/** The presets. References name AWS's policies without a partition, so that one file serves every partition. */
const presets: Readonly<Record<PresetName, Permissions>> = {
  ReadOnlyAccess: { managedPolicyArns: ["aws:ReadOnlyAccess"], inlinePolicies: {} },
  SecurityAudit: {
    managedPolicyArns: ["aws:SecurityAudit", "aws:job-function/ViewOnlyAccess"],
    inlinePolicies: {},
  },
  ReadOnlyMetadata: {
    managedPolicyArns: ["aws:ReadOnlyAccess"],
    inlinePolicies: {
      DenyDataReads: {
        Version: policyVersion,
        Statement: [{ Sid: "DenyDataReads", Effect: "Deny", Action: dataReads, Resource: "*" }],
      },
    },
  },
};

/** The permissions a configuration asks for, whichever way it says so. */
export function permissionsOf(permissions: PresetName | Permissions): Permissions {
  return typeof permissions === "string" ? presets[permissions] : permissions;
}
