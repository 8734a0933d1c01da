import { type PolicyDocument, statementsOf } from "./document.ts";

/** Whether giving somebody a document only adds access, only takes access away, or may do both. */
export type DocumentEffect = "allows" | "denies" | "both";

export function effectOf(document: PolicyDocument): DocumentEffect {
  const effects = new Set(statementsOf(document).map((statement) => statement.Effect));
  if (!effects.has("Deny")) return "allows";
  return effects.has("Allow") ? "both" : "denies";
}
