import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsError } from "../aws-error.ts";

/** An HTTP request as far as signatures are concerned. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a request says about who signed it: the credential scope of Signature Version 4. */
export interface SignatureScope {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  /** As in `iam`; it also tells which service a request is for. */
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const authorizationPattern =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

export function readScope({ authorization }: IncomingHttpHeaders): SignatureScope {
  const match = authorizationPattern.exec(authorization ?? "");
  if (match === null) throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
  const [, accessKeyId = "", date = "", region = "", service = "", signedHeaders = "", signature = ""] = match;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(";"), signature };
}

/** Computes the signature again with the key's secret; throws SignatureDoesNotMatch. */
export async function verifySignature(
  request: SignedRequest,
  scope: SignatureScope,
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Promise<void> {
  const signer = new SignatureV4({
    credentials,
    region: scope.region,
    service: scope.service,
    sha256: Hash.bind(null, "sha256"),
    applyChecksum: false,
    // S3 alone signs the path as it is sent.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    uriEscapePath: scope.service !== "s3",
  });
  const signed = await signer.sign(unsigned(request, scope), {
    signingDate: signingDate(request.headers),
    signableHeaders: new Set(scope.signedHeaders),
  });
  if (!signed.headers["authorization"]?.endsWith(`Signature=${scope.signature}`)) {
    throw new AwsError(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
      403,
    );
  }
}

function unsigned({ method, path, headers, body }: SignedRequest, { signedHeaders }: SignatureScope) {
  const kept = Object.fromEntries(signedHeaders.map((name) => [name, String(headers[name] ?? "")]));
  const declared = headers["x-amz-content-sha256"];
  if (declared !== undefined && declared !== createHash("sha256").update(body).digest("hex")) {
    throw new AwsError(
      "XAmzContentSHA256Mismatch",
      "The provided x-amz-content-sha256 header does not match what was computed.",
    );
  }
  const url = new URL(path, "http://sandbox");
  const query = Object.fromEntries(url.searchParams);
  return { method, protocol: "http:", hostname: "sandbox", path: url.pathname, query, headers: kept, body };
}

function signingDate(headers: IncomingHttpHeaders): Date {
  const text = String(headers["x-amz-date"] ?? "");
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
