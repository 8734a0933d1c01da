import { randomBytes } from "node:crypto";

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
type Prefix = "AROA" | "AIDA" | "AGPA" | "ANPA" | "AKIA" | "ASIA";

/** A unique id or access key id of 20 characters. */
export function uniqueId(prefix: Prefix): string {
  return prefix + [...randomBytes(16)].map((byte) => base32[byte % 32]).join("");
}

export function secret(bytes: number): string {
  return randomBytes(bytes).toString("base64");
}

export function lowerCaseId(length: number): string {
  return randomBytes(length).toString("hex").slice(0, length);
}
