import * as z from "zod";

/** The 12 digits of an AWS account id, always text: a number would lose leading zeros. */
export const accountIdSchema = z
  .string({
    error: ({ input }) =>
      typeof input === "number"
        ? "is a number: put the account id in quotes, leading zeros are part of it"
        : "must be an account id, 12 digits in quotes",
  })
  .regex(/^\d{12}$/, "must be an account id: exactly 12 digits");
