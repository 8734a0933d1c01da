import { parseJson } from "#shared/parse-json.ts";
import { type PolicyDocument, policyDocumentSchema } from "./document.ts";

/** What a document read from AWS turned out to be. Unreadable documents are differences, never crashes. */
export type ReadDocument =
  | { readonly kind: "document"; readonly document: PolicyDocument }
  | { readonly kind: "unreadable"; readonly text: string };

/**
 * Reads a policy document from text: JSON, or JSON with RFC 3986 URL encoding, which is how IAM returns it.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
 */
export function readDocument(text: string): ReadDocument {
  // JSON never starts so: IAM's own answers need not be parsed in vain first.
  const parsed = policyDocumentSchema.safeParse(parseJson(text.startsWith("%") ? decoded(text) : text));
  return parsed.success ? { kind: "document", document: parsed.data } : { kind: "unreadable", text };
}

/** The document as a plan shows it: parsed, or the text that could not be. */
export function documentOrText(read: ReadDocument): PolicyDocument | string {
  return read.kind === "document" ? read.document : read.text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
