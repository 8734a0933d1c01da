import { NotEmulatedError } from "../aws-error.ts";
import { isRecord } from "../http/input.ts";

/**
 * Event patterns with the operators in use: exact values, `exists` and `prefix`. Others are refused when the rule is
 * deployed. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
type Matcher = (value: unknown) => boolean;

export interface Pattern {
  readonly matches: (event: unknown) => boolean;
}

export function compilePattern(pattern: unknown): Pattern {
  if (!isRecord(pattern)) throw new NotEmulatedError("an event pattern that is not a structure");
  const fields = Object.entries(pattern).map(([name, inner]): [string, Matcher] => [name, compileField(inner)]);
  return { matches: (event) => isRecord(event) && fields.every(([name, matches]) => matches(event[name])) };
}

function compileField(field: unknown): Matcher {
  if (!Array.isArray(field)) return compilePattern(field).matches;
  const alternatives = field.map(compileAlternative);
  return (value) => alternatives.some((matches) => matches(value));
}

function compileAlternative(alternative: unknown): Matcher {
  if (!isRecord(alternative))
    return (value) => (Array.isArray(value) ? value.includes(alternative) : value === alternative);
  const [operator = "", operand] = Object.entries(alternative)[0] ?? [];
  switch (operator) {
    case "exists":
      return (value) => (value !== undefined) === operand;
    case "prefix":
      return (value) => typeof value === "string" && value.startsWith(String(operand));
    default:
      throw new NotEmulatedError(`the event pattern operator ${operator}`);
  }
}
