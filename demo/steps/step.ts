import type { Story } from "../story.ts";

/** One line of the story. Returns what was seen, for people; throws where it is not as told. */
export interface Step {
  readonly name: string;
  readonly run: (story: Story) => Promise<string>;
}
