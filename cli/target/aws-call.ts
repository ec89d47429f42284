import { S3Client, type S3ClientResolvedConfig } from "@aws-sdk/client-s3";
import { SignatureV4 } from "@smithy/signature-v4";
import { findPartition } from "../../workflow/partition";

/** A POST request to the root of an endpoint. */
export interface PostCall {
  readonly url: string;
  /** Name of the service in the signature, such as `iam`. */
  readonly service: string;
  readonly region: string;
  /** Headers by lower-case name, without host and date. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Signs a request with Signature Version 4.
 * @param config - credentials and hash function of an SDK client
 * @returns all headers of the request
 */
export async function signCall(
  { url, service, region, headers, body }: PostCall,
  { credentials, sha256 }: Pick<S3ClientResolvedConfig, "credentials" | "sha256">,
  signingDate: Date,
): Promise<Record<string, string>> {
  const { protocol, host, hostname } = new URL(url);
  // Only S3 requires a header with the checksum of the body.
  const signer = new SignatureV4({ service, region, credentials, sha256, applyChecksum: false });
  const request = { method: "POST", protocol, hostname, path: "/", headers: { ...headers, host }, body };
  return (await signer.sign(request, { signingDate })).headers;
}

/** Services that the SDK clients of this project do not include. */
const SERVICES = {
  ec2: { variable: "AWS_ENDPOINT_URL_EC2", isGlobal: false },
  events: { variable: "AWS_ENDPOINT_URL_EVENTBRIDGE", isGlobal: false },
  iam: { variable: "AWS_ENDPOINT_URL_IAM", isGlobal: true },
} as const;

export type CalledService = keyof typeof SERVICES;

/**
 * Endpoints of IAM, which has one region for each partition.
 * @see https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
const IAM_ENDPOINTS = {
  aws: { region: "us-east-1", url: "https://iam.amazonaws.com" },
  "aws-cn": { region: "cn-north-1", url: "https://iam.cn-north-1.amazonaws.com.cn" },
  "aws-us-gov": { region: "us-gov-west-1", url: "https://iam.us-gov.amazonaws.com" },
} as const;

const TIMEOUT_MS = 10_000;

/** Response of a service that was called. */
export interface CalledReply {
  readonly status: number;
  readonly body: string;
}

/**
 * Sends a request to a service, with the standard credentials and endpoints.
 * @throws Error without credentials or an answer
 */
export async function callAws(
  service: CalledService,
  region: string,
  { headers, body }: Pick<PostCall, "headers" | "body">,
  interrupt: AbortSignal,
): Promise<CalledReply> {
  const { variable, isGlobal } = SERVICES[service];
  const partition = findPartition(region) ?? "aws";
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const place = isGlobal ? IAM_ENDPOINTS[partition] : { region, url: `https://${service}.${region}.${suffix}` };
  const url = process.env[variable] ?? process.env["AWS_ENDPOINT_URL"] ?? place.url;
  const call = { url, service, region: place.region, headers, body };
  const client = new S3Client({ region });
  try {
    const signed = await signCall(call, client.config, new Date());
    const signal = AbortSignal.any([interrupt, AbortSignal.timeout(TIMEOUT_MS)]);
    const reply = await fetch(url, { method: "POST", headers: signed, body, signal });
    return { status: reply.status, body: await reply.text() };
  } finally {
    client.destroy();
  }
}
