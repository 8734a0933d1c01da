import { randomUUID } from "node:crypto";
import type { Actions, Call } from "../action.ts";
import { AwsError } from "../aws-error.ts";
import type { Topic } from "./topic.ts";

/** Bytes of a message. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const longestMessage = 262_144;

/** Printable ASCII that begins with a letter, digit or punctuation, 100 characters at most; of the same page. */
const subjectPattern = /^[!-~][ -~]{0,99}$/;

/** The topics of a deployed stack, by ARN. */
export function snsActions(topics: ReadonlyMap<string, Topic>): Actions {
  const topicOf = ({ input }: Call): Topic => {
    const topic = topics.get(input.text("TopicArn"));
    if (topic === undefined) throw new AwsError("NotFound", "Topic does not exist", 404);
    return topic;
  };
  return {
    Publish: {
      parameters: ["TopicArn", "Subject", "Message"],
      authorizations: (call) => [{ action: "sns:Publish", resource: topicOf(call).arn }],
      run: (call) => {
        const subject = call.input.optionalText("Subject") ?? "";
        const message = call.input.text("Message");
        if (message === "" || Buffer.byteLength(message) > longestMessage) {
          throw new AwsError("InvalidParameter", "Invalid parameter: Message");
        }
        if (subject !== "" && !subjectPattern.test(subject)) {
          throw new AwsError("InvalidParameter", "Invalid parameter: Subject");
        }
        const id = randomUUID();
        topicOf(call).messages.push({ id, subject, message });
        return { MessageId: id };
      },
    },
  };
}
