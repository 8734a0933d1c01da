import { diffLines } from "diff";
import { proseLines } from "./prose.ts";
import { terminal } from "./terminal.ts";

/** A change of a role or policy, as far as people read it. */
export interface ReadableChange {
  readonly kind: string;
  readonly why: string;
  readonly policyName?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const indent = "      ";

/** A change as lines of text: what and why, and unless it is to be brief what was there and what is to be there. */
export function changeLines(
  { kind, why, policyName, before, after }: ReadableChange,
  isBrief = false,
): readonly string[] {
  const what = policyName === undefined ? kind : `${kind} ${policyName}`;
  return [...proseLines(`${what}: ${why}`), ...(isBrief ? [] : diff(textOf(before), textOf(after)))];
}

function diff(before: string, after: string): readonly string[] {
  return diffLines(before, after).flatMap(({ value, added, removed }) => {
    const lines = value.split("\n").filter((line) => line !== "");
    if (added) return lines.map((line) => indent + terminal.paint("green", `+ ${line}`));
    if (removed) return lines.map((line) => indent + terminal.paint("red", `- ${line}`));
    return lines.map((line) => `${indent}  ${line}`);
  });
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  if (isPrincipal(value)) return `${value.resource}\n`;
  return `${typeof value === "string" ? value : JSON.stringify(value, null, 2)}\n`;
}

/** A source principal, of which people know the name as they configured it. */
function isPrincipal(value: unknown): value is { readonly resource: string } {
  return typeof value === "object" && value !== null && "isPattern" in value && "resource" in value;
}
