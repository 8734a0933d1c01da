/** What a command's exit code says. */
export const exitCodes = {
  done: 0,
  /** Some account failed, is unreachable or in conflict; or AWS could not be asked at all. */
  trouble: 1,
  /** Bad usage or configuration. */
  usage: 2,
  /** `plan` found differences. */
  differences: 3,
} as const;
