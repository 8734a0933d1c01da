// Body of the CloudWatch dashboard. JavaScript, for the framework loads no TypeScript.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
const region = "$" + "{AWS::Region}";
const stateMachineArn = "$" + "{RunStateMachine}";
const functionNames = ["onboard-account", "sync-source-policy", "list-accounts", "reconcile-accounts", "report-run"];
const queues = ["UndeliveredEventsQueue", "FailedInvocationsQueue"];

/** The metrics of shared/telemetry.ts that a run records, as they are to be read. */
const outcomes = {
  AccountsInSync: "in sync",
  AccountsCreated: "created",
  AccountsRepaired: "repaired",
  AccountsDrifted: "drifted",
  AccountsSkipped: "skipped",
  AccountsConflict: "conflict",
  AccountsUnreachable: "unreachable",
  AccountsFailed: "failed",
  AccountsNotAttempted: "not attempted",
};

/** The dashboard of a stage as the text CloudFormation has to fill in. */
export function dashboardBody(stack) {
  const ours = (name, ...more) => ["assumable", name, "service", stack, ...more];
  const ofRun = (name, options) => ours(name, "job", "run", options);
  const widgets = [
    text("# Accounts"),
    graph("The last run, by outcome", {
      view: "singleValue",
      stat: "Maximum",
      period: 86400,
      metrics: Object.entries(outcomes).map(([name, label]) => ofRun(name, { label })),
    }),
    graph("Accounts that need a person", { stat: "Maximum", metrics: [ofRun("AccountsNeedingPerson", {})] }),
    graph("Repaired and created by runs", {
      stat: "Sum",
      view: "bar",
      metrics: [ofRun("AccountsRepaired", {}), ofRun("AccountsCreated", {})],
    }),
    graph("Time from an account's event to its role (ms)", {
      stat: "Maximum",
      metrics: [ours("TimeToRole", { label: "by event" }), ofRun("TimeToRole", { label: "by run, from joining" })],
    }),
    text("# Machinery"),
    graph("Runs", {
      stat: "Sum",
      metrics: ["Succeeded", "Failed", "TimedOut", "Aborted"].map((end) => [
        "AWS/States",
        `Executions${end}`,
        "StateMachineArn",
        stateMachineArn,
      ]),
    }),
    graph("Messages in the queues", {
      stat: "Maximum",
      metrics: queues.map((queue) => [
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "QueueName",
        ["$", "{", queue, ".QueueName}"].join(""),
        { label: queue },
      ]),
    }),
    graph("Errors of the functions", { stat: "Sum", metrics: ofFunctions(stack, "Errors") }),
    graph("Longest invocation (ms)", { stat: "Maximum", metrics: ofFunctions(stack, "Duration") }),
  ];
  return { "Fn::Sub": JSON.stringify({ widgets }) };
}

function ofFunctions(stack, metric) {
  return functionNames.map((name) => ["AWS/Lambda", metric, "FunctionName", `${stack}-${name}`, { label: name }]);
}

function text(markdown) {
  return { type: "text", width: 24, height: 1, properties: { markdown } };
}

function graph(title, { view = "timeSeries", period = 300, ...properties }) {
  return { type: "metric", width: 12, height: 6, properties: { title, region, view, period, ...properties } };
}
