import type { SourcePrincipal } from "#shared/config/source-principal.ts";
import type { PolicyDocument } from "#shared/policy-document/document.ts";

type Tags = Readonly<Record<string, string>>;

/** Everything that may change about the source policy, each with before, after and why. `undefined` is absence. */
export type SourceChange = { readonly policyName: string; readonly why: string } & (
  | { readonly kind: "create-policy"; readonly before: undefined; readonly after: PolicyDocument }
  | { readonly kind: "create-policy-version"; readonly before: PolicyDocument | string; readonly after: PolicyDocument }
  | { readonly kind: "tag-policy"; readonly before: Tags; readonly after: Tags }
  | { readonly kind: "attach-policy"; readonly before: undefined; readonly after: SourcePrincipal }
  | { readonly kind: "delete-policy"; readonly before: PolicyDocument | string; readonly after: undefined }
);

/** Something about the source principals that a person has to see to; the rest was done. */
export interface Finding {
  readonly kind: "identity-center-role" | "pattern-principal" | "missing-principal";
  /** As configured: `role/CloudQuery`. */
  readonly principal: string;
  readonly remedy: string;
}
