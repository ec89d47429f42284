import { createHash, createHmac } from "node:crypto";
import { S3Client } from "@aws-sdk/client-s3";
import { findPartition } from "../../workflow/partition";

/** Access keys of a signature. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

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

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/**
 * Signs a request with Signature Version 4.
 * @param time - current time, such as `20150830T123600Z`
 * @returns all headers of the request, except Host
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signCall(
  { url, service, region, headers, body }: PostCall,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  time: string,
): Record<string, string> {
  const dated = {
    ...headers,
    "x-amz-date": time,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const all = Object.entries({ ...dated, host: new URL(url).host }).sort(([one], [other]) => (one < other ? -1 : 1));
  const names = all.map(([name]) => name).join(";");
  const canonical = ["POST", "/", "", ...all.map(([name, value]) => `${name}:${value}`), "", names, sha256(body)];
  const day = time.slice(0, 8);
  const scope = [day, region, service, "aws4_request"];
  const text = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(canonical.join("\n"))].join("\n");
  const signature = hmac(scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`), text).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join("/")}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...dated, authorization };
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
  const signed = signCall(call, await findCredentials(region), readAwsTime());
  const signal = AbortSignal.any([interrupt, AbortSignal.timeout(TIMEOUT_MS)]);
  const reply = await fetch(url, { method: "POST", headers: signed, body, signal });
  return { status: reply.status, body: await reply.text() };
}

/** Current time in the format of a signature. */
const readAwsTime = (): string => new Date().toISOString().replace(/[-:]|\.\d+/g, "");

async function findCredentials(region: string): Promise<Credentials> {
  const client = new S3Client({ region });
  try {
    return await client.config.credentials();
  } finally {
    client.destroy();
  }
}
