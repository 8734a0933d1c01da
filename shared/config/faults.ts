import type * as z from "zod";

/** One fault of a configuration file: where, and what is wrong. Never holds a value of the file. */
export interface Fault {
  readonly path: string;
  readonly reason: string;
}

/** The configuration cannot be used; `faults` lists everything that is wrong with it. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly file: string;
  readonly faults: readonly Fault[];

  constructor(file: string, faults: readonly Fault[]) {
    const lines = faults.map(({ path, reason }) => `  ${path}: ${reason}`);
    super(`${file} cannot be used, ${faults.length} fault${faults.length === 1 ? "" : "s"}:\n${lines.join("\n")}`);
    this.file = file;
    this.faults = faults;
  }
}

export function faultsOf(error: z.ZodError): readonly Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, []));
}

function faultsOfIssue(issue: z.core.$ZodIssue, parent: readonly PropertyKey[]): readonly Fault[] {
  const path = [...parent, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      if (issue.message.startsWith("is ")) return [{ path: pathText(path), reason: issue.message }];
      return issue.keys.map((key) => ({ path: pathText([...path, key]), reason: "is not a known key" }));
    case "invalid_key":
      return issue.issues.map(({ message }) => ({ path: pathText(path), reason: `this key ${message}` }));
    case "invalid_union":
      return faultsOfUnion(issue, path);
    case "invalid_type":
      return [{ path: pathText(path), reason: typeReason(issue) }];
    case "invalid_value":
      return [{ path: pathText(path), reason: valueReason(issue) }];
    default:
      return [{ path: pathText(path), reason: issue.message }];
  }
}

/** Speaks of the alternative that came nearest: the one whose faults lie deepest in the value. */
function faultsOfUnion(issue: z.core.$ZodIssueInvalidUnion, path: readonly PropertyKey[]): readonly Fault[] {
  const byDepth = issue.errors
    .map((issues) => ({ issues, depth: Math.max(0, ...issues.map((inner) => inner.path.length)) }))
    .sort((left, right) => right.depth - left.depth);
  const nearest = byDepth[0];
  if (nearest === undefined || nearest.depth === 0) {
    const reason = issue.message.startsWith("must ")
      ? issue.message
      : "has a form that fits none of what may stand here";
    return [{ path: pathText(path), reason }];
  }
  return nearest.issues.flatMap((inner) => faultsOfIssue(inner, path));
}

function typeReason(issue: z.core.$ZodIssueInvalidType): string {
  if (issue.message.includes("undefined")) return "is missing";
  if (/^(must|is|may|has) /.test(issue.message)) return issue.message;
  return `must be ${issue.expected === "record" ? "a mapping" : `of type ${issue.expected}`}`;
}

function valueReason(issue: z.core.$ZodIssueInvalidValue): string {
  return /^must /.test(issue.message) ? issue.message : `must be one of ${issue.values.map(String).join(", ")}`;
}

/** A path as people write it: `source.principals[0]`. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return text === "" ? "(the whole file)" : text.replace(/^\./, "");
}
