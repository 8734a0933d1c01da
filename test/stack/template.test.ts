import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stacks } from "../support/stacks.ts";

type Resource = { Type: string; Properties: Record<string, any> };

const template = JSON.parse(
  readFileSync(`${stacks.standard.folder}/cloudformation-template-update-stack.json`, "utf8"),
);
const resources: Readonly<Record<string, Resource>> = template.Resources;

function of(type: string): readonly [string, Record<string, any>][] {
  return Object.entries(resources).flatMap(([id, { Type, Properties }]) => (Type === type ? [[id, Properties]] : []));
}

const failedInvocations = { "Fn::GetAtt": ["FailedInvocationsQueue", "Arn"] };
const undeliveredEvents = { "Fn::GetAtt": ["UndeliveredEventsQueue", "Arn"] };

describe("in the packaged template every function", () => {
  test.each(of("AWS::Lambda::Function"))(
    "(%s) runs on arm64 and Node 24, traced, under a role of its own",
    (_id, properties) => {
      expect(properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        TracingConfig: { Mode: "Active" },
      });
    },
  );

  test("has its own role", () => {
    const roles = of("AWS::Lambda::Function").map(([, { Role }]) => Role["Fn::Sub"].slice(2, -".Arn}".length));

    expect(new Set(roles).size).toBe(roles.length);
    const others = ["ScheduleRole", "StateMachineRole"];
    expect(
      of("AWS::IAM::Role")
        .map(([id]) => id)
        .toSorted(),
    ).toEqual([...roles, ...others].toSorted());
  });

  test("keeps its logs for 90 days", () => {
    const names = of("AWS::Lambda::Function").map(([, { FunctionName }]) => `/aws/lambda/${FunctionName}`);

    expect(of("AWS::Logs::LogGroup").map(([, properties]) => properties)).toEqual(
      names.map((LogGroupName) => ({ LogGroupName, RetentionInDays: 90 })),
    );
  });

  test("that events invoke sends what failed after two retries to the queue of failed invocations", () => {
    const settings = of("AWS::Lambda::EventInvokeConfig").map(([, properties]) => properties);

    expect(settings).toHaveLength(2);
    for (const { MaximumRetryAttempts, DestinationConfig } of settings) {
      expect(MaximumRetryAttempts).toBe(2);
      expect(DestinationConfig.OnFailure.Destination).toEqual(failedInvocations);
    }
  });

  test("has an alarm on its errors", () => {
    const alarmed = of("AWS::CloudWatch::Alarm").flatMap(([, { MetricName, Dimensions }]) =>
      MetricName === "Errors" ? Dimensions : [],
    );
    const names = of("AWS::Lambda::Function").map(([, { FunctionName }]) => FunctionName);

    expect(alarmed.map(({ Value }: { Value: string }) => Value).toSorted()).toEqual(names.toSorted());
  });

  test("that keeps the source policy runs one at a time", () => {
    const reserved = of("AWS::Lambda::Function").map(([id, { ReservedConcurrentExecutions }]) => [
      id,
      ReservedConcurrentExecutions,
    ]);

    expect(reserved.filter(([, concurrency]) => concurrency !== undefined)).toEqual([
      ["SyncSourcePolicyLambdaFunction", 1],
    ]);
  });
});

describe("in the packaged template every rule", () => {
  test.each(of("AWS::Events::Rule"))("(%s) retries for a day and then keeps the event", (_id, { State, Targets }) => {
    expect(State).toBe("ENABLED");
    expect(Targets).toHaveLength(1);
    expect(Targets[0]).toMatchObject({
      RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: undeliveredEvents },
    });
  });
});

describe("in the packaged template every queue", () => {
  test.each(of("AWS::SQS::Queue"))(
    "(%s) is encrypted, keeps its messages for 14 days, and is reached by TLS only",
    (id, properties) => {
      expect(properties).toEqual({ MessageRetentionPeriod: 14 * 24 * 3600, SqsManagedSseEnabled: true });
      const policies = of("AWS::SQS::QueuePolicy").filter(([, { Queues }]) => Queues[0].Ref === id);
      expect(JSON.stringify(policies)).toContain('"Effect":"Deny","Principal":"*","Action":"sqs:*"');
    },
  );

  test.each(of("AWS::SQS::Queue"))("(%s) has an alarm that speaks up at the first message", (id) => {
    const alarms = of("AWS::CloudWatch::Alarm").filter(([, { Dimensions }]) =>
      JSON.stringify(Dimensions ?? []).includes(id),
    );

    expect(alarms).toHaveLength(1);
    expect(alarms[0]?.[1]).toMatchObject({
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      AlarmActions: [{ Ref: "AlarmTopic" }],
    });
  });
});

test("what the alarms are about is what the functions record", () => {
  const telemetry = readFileSync("shared/telemetry.ts", "utf8");
  const ours = of("AWS::CloudWatch::Alarm").filter(([, { Namespace }]) => Namespace === "assumable");

  expect(ours).toHaveLength(3);
  for (const [, { MetricName, Dimensions }] of ours) {
    expect(telemetry).toContain(`"${MetricName}"`);
    expect(Dimensions).toContainEqual({ Name: "service", Value: "assumable-prod" });
  }
  for (const [, { Environment }] of of("AWS::Lambda::Function")) {
    expect(Environment.Variables.POWERTOOLS_SERVICE_NAME).toBe("assumable-prod");
  }
});

describe("in the packaged template every alarm", () => {
  test.each(of("AWS::CloudWatch::Alarm"))("(%s) tells the topic, and says what to do", (_id, properties) => {
    expect(properties["AlarmActions"]).toEqual([{ Ref: "AlarmTopic" }]);
    expect(properties["AlarmDescription"]).toMatch(/\w+ .*\./);
  });

  test("about runs is there: failed, missed for two periods of the schedule, and accounts that need a person", () => {
    const { RunFailedAlarm: failed, RunMissedAlarm: missed, AccountsNeedingPersonAlarm: need } = resources;

    expect(JSON.stringify(failed)).toMatch(/ExecutionsFailed.*ExecutionsTimedOut.*ExecutionsAborted/);
    expect(missed?.Properties).toMatchObject({
      MetricName: "ExecutionsSucceeded",
      Period: 86400,
      EvaluationPeriods: 2,
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    });
    expect(need?.Properties).toMatchObject({ TreatMissingData: "ignore", Threshold: 0 });
  });
});

describe("in the packaged template the bucket of runs", () => {
  const bucket = resources["RunBucket"]!;

  test("is private, encrypted, and outlives the stack", () => {
    expect(bucket).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
    expect(Object.values(bucket.Properties["PublicAccessBlockConfiguration"])).toEqual([true, true, true, true]);
    expect(JSON.stringify(bucket.Properties["BucketEncryption"])).toContain('"SSEAlgorithm":"AES256"');
    expect(JSON.stringify(bucket.Properties["OwnershipControls"])).toContain("BucketOwnerEnforced");
  });

  test("is reached by TLS only", () => {
    const [[, policy] = []] = of("AWS::S3::BucketPolicy").filter(([id]) => id === "RunBucketPolicy");

    expect(policy?.["PolicyDocument"].Statement).toEqual([
      expect.objectContaining({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    ]);
  });

  test("forgets work after 30 days and reports after 400", () => {
    const { Rules: rules } = bucket.Properties["LifecycleConfiguration"];

    expect(rules).toContainEqual(expect.objectContaining({ Prefix: "work/", ExpirationInDays: 30 }));
    expect(rules).toContainEqual(expect.objectContaining({ Prefix: "runs/", ExpirationInDays: 400 }));
  });
});

test("every metric of the dashboard is one that is recorded, and every function is on it", () => {
  const telemetry = readFileSync("shared/telemetry.ts", "utf8");
  const body: string = resources["Dashboard"]!.Properties["DashboardBody"]["Fn::Sub"];
  const metrics: readonly string[][] = JSON.parse(body).widgets.flatMap(
    ({ properties }: any) => properties.metrics ?? [],
  );

  const ours = metrics.filter(([namespace]) => namespace === "assumable").map(([, name]) => name);
  expect(new Set(ours).size).toBeGreaterThan(8);
  expect(ours.filter((name) => !telemetry.includes(`"${name}"`))).toEqual([]);
  for (const [, { FunctionName }] of of("AWS::Lambda::Function")) expect(body).toContain(`"${FunctionName}"`);
});
