import type { Obstacle, Verification } from "./verify-account.ts";

const obstacles: Readonly<Record<Obstacle, string>> = {
  "no-source-policy":
    "The reader's policies do not allow it: is it a source principal, and is the source policy attached? Try assumable apply.",
  "scp-denies-assuming": "Exempt the source principals from that Deny statement, or exclude the account.",
  "role-refuses":
    "There is no member role, its trust policy lets others in, or the external id is another. AWS does not say which: verify with --operator-profile does.",
  "no-role": "There is no member role: assumable apply makes it.",
  "trust-policy": "The role lets others in than configured: assumable plan shows them, assumable apply puts it right.",
  "external-id":
    "Only the external id is another than configured: correct role.externalId, or let assumable apply put it right.",
  "not-a-source-principal":
    "The role is as configured: this reader is not one of source.principals. Add it, or verify as one that is.",
  "scp-denies-reading":
    "Exempt the member role from that Deny statement (ArnNotLike on aws:PrincipalArn), or exclude the account.",
  "role-cannot-read":
    "The role's policies do not allow iam:GetAccountSummary. If that is as configured, the account is covered all the same.",
};

/** The next step where an account is not readable, or is more than that. */
export function verificationRemedy(verification: Verification): string | undefined {
  switch (verification.status) {
    case "readable":
      return undefined;
    case "unreadable":
      return obstacles[verification.obstacle];
    case "writable":
      return "The role may write: somebody has attached more than is configured. Repair it with assumable apply, at once.";
    case "failed":
      return "Nothing is known of this account: run it again, and look at the message if it stays.";
  }
}
