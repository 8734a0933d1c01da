import * as z from "zod";

/**
 * The id of a run: the name of its execution. Letters, digits and a few signs only, for it stands in the keys of the
 * run's objects. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export const runIdSchema = z
  .string("must be the id of a run")
  .regex(
    /^[\w.=@+-]{1,80}$/,
    "must be the id of a run, the name of its execution: 1 to 80 of letters, digits and -_.=@+",
  );
