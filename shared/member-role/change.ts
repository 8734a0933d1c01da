import type { PolicyDocument } from "#shared/policy-document/document.ts";
import type { DesiredRole } from "./desired.ts";

/** A policy document before a change: as read, or the text that could not be read as one. */
type BeforeDocument = PolicyDocument | string;

/** What UpdateRole sets; the duration in seconds. */
export interface RoleSettings {
  readonly description: string;
  readonly maxSessionDuration: number;
}

interface Because {
  readonly why: string;
}

/** Everything that may change about a member role, each with before, after and why. `undefined` is absence. */
export type RoleChange = Because &
  (
    | { readonly kind: "create-role"; readonly before: undefined; readonly after: DesiredRole }
    | { readonly kind: "tag-role"; readonly before: Tags; readonly after: Tags }
    | { readonly kind: "update-trust-policy"; readonly before: BeforeDocument; readonly after: PolicyDocument }
    | { readonly kind: "update-role"; readonly before: RoleSettings; readonly after: RoleSettings }
    | { readonly kind: "put-permissions-boundary"; readonly before: string | undefined; readonly after: string }
    | { readonly kind: "delete-permissions-boundary"; readonly before: string; readonly after: undefined }
    | { readonly kind: "attach-managed-policy"; readonly before: undefined; readonly after: string }
    | { readonly kind: "detach-managed-policy"; readonly before: string; readonly after: undefined }
    | {
        readonly kind: "put-inline-policy";
        readonly policyName: string;
        readonly before: BeforeDocument | undefined;
        readonly after: PolicyDocument;
      }
    | {
        readonly kind: "delete-inline-policy";
        readonly policyName: string;
        readonly before: BeforeDocument;
        readonly after: undefined;
      }
  );

type Tags = Readonly<Record<string, string>>;
