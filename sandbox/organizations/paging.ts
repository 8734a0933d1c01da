import { AwsError } from "../aws-error.ts";
import type { Input } from "../http/input.ts";

/** Accounts a page: 20 at most. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
const longestPage = 20;

/** Every so many pages comes an empty one, as the API reference warns. */
const emptyPageEvery = 3;

interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** One page. The token holds where to go on and how many pages there were. */
export function pageOfAccounts<T>(input: Input, all: readonly T[]): Page<T> {
  const size = input.optionalInteger("MaxResults") ?? longestPage;
  if (size < 1 || size > longestPage)
    throw new AwsError("InvalidInputException", "You specified an invalid value for MaxResults.");
  const [start, pages] = readToken(input.optionalText("NextToken"));
  const isEmpty = pages > 0 && pages % emptyPageEvery === 0 && start < all.length;
  const end = isEmpty ? start : start + size;
  const nextToken = end < all.length ? writeToken(end, pages + 1) : undefined;
  return { items: all.slice(start, end), nextToken };
}

/**
 * A page that has nothing in it, where the page asked for comes next: "can occasionally return an empty set of results even
 * when there are more results available". https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export function emptyPageOfAccounts(input: Input): { readonly Accounts: readonly never[]; readonly NextToken: string } {
  return { Accounts: [], NextToken: input.optionalText("NextToken") ?? writeToken(0, 0) };
}

function readToken(token: string | undefined): readonly [number, number] {
  if (token === undefined) return [0, 0];
  const [, start, pages] = /^(\d+)-(\d+)$/.exec(Buffer.from(token, "base64").toString()) ?? [];
  if (start === undefined) throw new AwsError("InvalidInputException", "You specified an invalid NextToken.");
  return [Number(start), Number(pages)];
}

function writeToken(start: number, pages: number): string {
  return Buffer.from(`${start}-${pages}`).toString("base64");
}
