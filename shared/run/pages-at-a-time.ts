/** The most pages the state machine works on at a time; an inline Map takes 40. */
const mostPages = 40;

/**
 * Accounts worked on at a time over all pages. STS answers 600 requests a second for an account and Region, shared with
 * everything else there; an account takes one AssumeRole and a third of a second at least.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const mostAccounts = 160;

/** Pages a run works on at a time, each with `concurrency` accounts at a time. */
export function pagesAtATime(concurrency: number): number {
  return Math.max(1, Math.min(mostPages, Math.floor(mostAccounts / concurrency)));
}
