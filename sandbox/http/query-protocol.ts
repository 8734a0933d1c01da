import { randomUUID } from "node:crypto";
import { XMLBuilder } from "fast-xml-parser";
import { AwsError } from "../aws-error.ts";
import type { Answer } from "./answer.ts";
import { Input, isRecord } from "./input.ts";
import type { Protocol } from "./protocol.ts";

/** XML namespaces of the services that speak AWS Query. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
const namespaces: Readonly<Record<string, string>> = {
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  cloudformation: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
  sns: "http://sns.amazonaws.com/doc/2010-03-31/",
};

const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: true });

export function queryProtocol(service: string): Protocol {
  return {
    read: ({ body }) => parseQuery(body),
    write: (action, result) => queryAnswer(service, action, result, randomUUID()),
    fail: (error) => queryError(service, service === "sns" ? withSnsCode(error) : error, randomUUID()),
  };
}

/** SNS has its own name for a denial. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function withSnsCode(error: AwsError): AwsError {
  return error.code === "AccessDenied" ? new AwsError("AuthorizationError", error.message, error.status) : error;
}

function parseQuery(body: string): { readonly action: string; readonly input: Input } {
  const { Action: action = "", Version: _version, ...flat } = Object.fromEntries(new URLSearchParams(body));
  return { action, input: new Input(unflatten(flat)) };
}

/** `Tags.member.1.Key=a` becomes `{ Tags: [{ Key: "a" }] }`. */
function unflatten(flat: Readonly<Record<string, string>>): Record<string, unknown> {
  const tree: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flat)) {
    const parts = name.split(".");
    const last = parts.pop() ?? "";
    let node = tree;
    for (const part of parts) {
      const next = isRecord(node[part]) ? node[part] : {};
      node[part] = next;
      node = next;
    }
    node[last] = value;
  }
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, withLists(value)]));
}

function withLists(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { member } = value;
  if (isRecord(member)) {
    const numbered = Object.entries(member).toSorted(([left], [right]) => Number(left) - Number(right));
    return numbered.map(([, item]) => withLists(item));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withLists(inner)]));
}

function queryAnswer(service: string, action: string, result: unknown, requestId: string): Answer {
  const response = {
    [`${action}Response`]: {
      "@_xmlns": namespaces[service] ?? "",
      [`${action}Result`]: withMembers(result),
      ResponseMetadata: { RequestId: requestId },
    },
  };
  return xml(200, response);
}

function queryError(service: string, error: AwsError, requestId: string): Answer {
  const body = {
    ErrorResponse: {
      "@_xmlns": namespaces[service] ?? "",
      Error: { Type: error.status < 500 ? "Sender" : "Receiver", Code: error.code, Message: error.message },
      RequestId: requestId,
    },
  };
  return xml(error.status, body);
}

function xml(status: number, body: object): Answer {
  return { status, headers: { "content-type": "text/xml" }, body: builder.build(body) };
}

/** Lists get their `member` elements; absent values go. */
function withMembers(value: unknown): unknown {
  if (Array.isArray(value)) return { member: value.map(withMembers) };
  if (value instanceof Date) return value.toISOString();
  if (!isRecord(value)) return value ?? {};
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    present.map(([key, inner]) => [key, isMapEntries(key, inner) ? inner : withMembers(inner)]),
  );
}

/** Maps are written as repeated `entry` elements, lists as `member`. */
function isMapEntries(key: string, value: unknown): boolean {
  return key === "entry" && Array.isArray(value);
}
