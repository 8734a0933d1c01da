import { XMLBuilder } from "fast-xml-parser";
import { AwsError, NotEmulatedError } from "../aws-error.ts";
import type { Answer } from "./answer.ts";
import { Input } from "./input.ts";
import type { Protocol } from "./protocol.ts";

const builder = new XMLBuilder({ ignoreAttributes: false });

/** Headers of Amazon's own that change nothing here: checksums are compared by the signature's hash of the body. */
const knownHeaders = /^x-amz-(date|content-sha256|security-token|user-agent|checksum-|sdk-checksum-|trailer$)/;

/** S3 speaks REST and XML, here with the bucket in the path. https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html */
export const s3Protocol: Protocol = {
  read: ({ method, path, headers, body }) => {
    const url = new URL(path, "http://sandbox");
    const unknown = Object.keys(headers).find((name) => name.startsWith("x-amz-") && !knownHeaders.test(name));
    if (unknown !== undefined) throw new NotEmulatedError(`the header ${unknown} of S3`);
    const [Bucket = "", ...rest] = url.pathname.slice(1).split("/").map(decodeURIComponent);
    const Key = rest.join("/");
    const { "x-id": _operation, "list-type": listType, ...query } = Object.fromEntries(url.searchParams);
    if (Key === "" && method === "GET" && listType === "2") {
      return { action: "ListObjectsV2", input: new Input({ Bucket, ...query }) };
    }
    if (Bucket === "" || Key === "") throw new NotEmulatedError(`s3 ${method} ${path}`);
    return {
      action: objectAction(method),
      input: new Input({ Bucket, Key, ...bodyOf(method, headers, body), ...query }),
    };
  },
  write: (_action, result) => (isAnswer(result) ? result : xmlAnswer(result)),
  fail: (error) => {
    const { code: Code, message: Message, status } = error;
    return { status, headers: xmlType, body: builder.build({ Error: { Code, Message } }) };
  },
};

const xmlType = { "content-type": "application/xml" };

function objectAction(method: string): string {
  switch (method) {
    case "GET":
      return "GetObject";
    case "HEAD":
      return "HeadObject";
    case "PUT":
      return "PutObject";
    default:
      throw new AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405);
  }
}

function bodyOf(method: string, headers: Readonly<Record<string, unknown>>, body: string): Record<string, unknown> {
  return method === "PUT" ? { Body: body, ContentType: headers["content-type"] } : {};
}

function isAnswer(result: unknown): result is Answer {
  return typeof result === "object" && result !== null && "status" in result && "body" in result;
}

function xmlAnswer(result: unknown): Answer {
  return { status: 200, headers: xmlType, body: builder.build(result) };
}
