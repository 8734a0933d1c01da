import type { AwsError } from "../aws-error.ts";
import type { Answer } from "./answer.ts";
import type { Input } from "./input.ts";
import type { SignedRequest } from "./signature.ts";

/** How one service reads requests and writes answers. */
export interface Protocol {
  readonly read: (request: SignedRequest) => { readonly action: string; readonly input: Input };
  readonly write: (action: string, result: unknown) => Answer;
  readonly fail: (error: AwsError) => Answer;
}
