import { createHash } from "node:crypto";
import { getDenialReasons, runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";

/** A policy with the name it goes by. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: unknown;
}

/** One request to be decided, with every policy that has a say. */
export interface Question {
  /** ARN of a user or session, or a service as in `events.amazonaws.com`. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccountId: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly permissionsBoundary?: NamedPolicy | undefined;
  readonly sessionPolicy?: unknown;
  /** From the root down to the account. */
  readonly serviceControlPolicies: readonly { readonly target: string; readonly policies: readonly NamedPolicy[] }[];
  readonly resourcePolicy?: unknown;
}

/** The kinds of policies that can stand in the way, as AWS's texts name them. */
export type PolicyKind = "identity" | "session" | "boundary" | "service control" | "resource";

export type Verdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "denied"; readonly explicit: boolean; readonly by: PolicyKind };

/** The question could not be decided; it is a fault of the sandbox, or of a policy, and never means yes. */
export class UndecidableError extends Error {
  override readonly name = "UndecidableError";
}

/** Verdicts by question, the oldest first: programs ask the same again and again, and an evaluation is dear. */
const verdicts = new Map<string, Verdict>();
const mostVerdicts = 50_000;

/** Decides by AWS's own logic. */
export async function decide(question: Question): Promise<Verdict> {
  const key = keyOf(question);
  const known = key === undefined ? undefined : verdicts.get(key);
  if (key === undefined || known !== undefined) return known ?? evaluate(question);
  const verdict = await evaluate(question);
  verdicts.set(key, verdict);
  const [oldest = ""] = verdicts.keys();
  if (verdicts.size > mostVerdicts) verdicts.delete(oldest);
  return verdict;
}

/** Whatever the verdict depends on; undefined where that is the time. */
function keyOf({ context, ...question }: Question): string | undefined {
  const { "aws:CurrentTime": _time, "aws:EpochTime": _seconds, ...timeless } = context;
  const text = JSON.stringify([question, timeless]);
  return /aws:(CurrentTime|EpochTime)/i.test(text) ? undefined : createHash("sha256").update(text).digest("base64");
}

/** The only place that knows the evaluator. */
async function evaluate(question: Question): Promise<Verdict> {
  const result = await runSimulation(simulationOf(question), { simulationMode: "Strict" });
  if (result.resultType === "error") {
    throw new UndecidableError(`${question.action} on ${question.resource}: ${JSON.stringify(result.errors)}`);
  }
  if (result.overallResult === "Allowed") return { kind: "allowed" };
  const explicit = result.overallResult === "ExplicitlyDenied";
  const analysis = result.resultType === "single" ? result.result.analysis : result.results[0]?.analysis;
  const reasons = analysis === undefined ? [] : getDenialReasons(analysis);
  const decisive = reasons.find(({ denialType }) => (denialType === "Explicit") === explicit);
  // The evaluator names no reason where a session policy alone is in the way.
  return { kind: "denied", explicit, by: decisive === undefined ? "session" : kinds[decisive.policyType] };
}

const kinds = {
  identity: "identity",
  pb: "boundary",
  scp: "service control",
  rcp: "service control",
  resource: "resource",
  vpce: "resource",
  "s3-bpa": "resource",
} as const;

function simulationOf(question: Question): Simulation {
  const contextVariables = Object.fromEntries(
    Object.entries(question.context).map(([key, value]) => [key, typeof value === "string" ? value : [...value]]),
  );
  return {
    request: {
      principal: question.principal,
      action: question.action,
      resource: { resource: question.resource, accountId: question.resourceAccountId },
      contextVariables,
    },
    identityPolicies: [...question.identityPolicies],
    serviceControlPolicies: question.serviceControlPolicies.map(({ target, policies }) => {
      return { orgIdentifier: target, policies: [...policies] };
    }),
    resourceControlPolicies: [],
    ...(question.sessionPolicy === undefined ? {} : { sessionPolicy: question.sessionPolicy }),
    ...(question.resourcePolicy === undefined ? {} : { resourcePolicy: question.resourcePolicy }),
    ...(question.permissionsBoundary === undefined
      ? {}
      : { permissionBoundaryPolicies: [question.permissionsBoundary] }),
  };
}
