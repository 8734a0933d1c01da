/** What was published, as a subscriber would have it. */
interface PublishedMessage {
  readonly id: string;
  readonly subject: string;
  readonly message: string;
}

/** A topic keeps its messages to be looked at; nothing is sent. */
export interface Topic {
  readonly arn: string;
  readonly accountId: string;
  readonly messages: PublishedMessage[];
}
