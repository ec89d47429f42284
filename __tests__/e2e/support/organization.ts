import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod";
import { isTrusted } from "../../github-workflows/claims";
import { CallReader, type Call } from "./aws-calls";
import { ACCOUNT_ID, REGION, type Cloud } from "./cloud";
import type { Environment } from "./command";

/** Rules of an organization for an account. */
export interface OrganizationRules {
  /** Boundary that every role must have. */
  readonly boundaryArn: string;
  /** Action that a service control policy denies, such as `ec2:CreateVpc`. */
  readonly denied: string;
  /** Tag that the organization adds to roles, security groups and queues after their creation. */
  readonly tag: readonly [key: string, value: string];
}

/** Emulated account of an organization. */
export interface Organization {
  /** Variables of the account with these rules. */
  readonly environment: Environment;
  /** All calls that the rules allow. */
  readonly calls: readonly Call[];
  stop(): Promise<void>;
}

/**
 * Starts an endpoint that adds the rules to moto, and compares tokens with the trust policy of their role, which moto
 * does not. Batch, Lambda, Logs and Step Functions have no rules.
 */
export async function startOrganization(
  { motoUrl, environment }: Cloud,
  rules: OrganizationRules,
): Promise<Organization> {
  const calls: Call[] = [];
  const reader = new CallReader();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const call = reader.read(request, body);
    const denial = findDenial(call, rules) ?? (await findDistrust(call, motoUrl));
    if (denial !== undefined) {
      response.writeHead(403, { "content-type": "text/xml" }).end(denial);
      return;
    }
    calls.push(call);
    const reply = await forward(request, body, motoUrl);
    const content = Buffer.from(await reply.arrayBuffer());
    if (reply.ok) await addTag(call, content.toString(), motoUrl, rules.tag);
    response.statusCode = reply.status;
    reply.headers.forEach((value, name) => {
      if (!OF_A_CONNECTION.has(name)) response.setHeader(name, value);
    });
    // The length of an object, without the object.
    if (request.method === "HEAD") response.setHeader("content-length", reply.headers.get("content-length") ?? 0);
    response.end(content);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(new Error(String(error))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    environment: { ...environment, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` },
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Finds the error of AWS for a call that a service control policy denies. */
function findDenial(
  { action, resource, parameters }: Call,
  { boundaryArn, denied }: OrganizationRules,
): string | undefined {
  const setsBoundary = /^iam:(CreateRole|PutRolePermissionsBoundary)$/.test(action);
  const isDenied = action === denied || (setsBoundary && parameters["PermissionsBoundary"] !== boundaryArn);
  if (!isDenied && action !== "iam:DeleteRolePermissionsBoundary") return undefined;
  const reason = `User: arn:aws:sts::${ACCOUNT_ID}:assumed-role/administrator/ann is not authorized to perform: ${action} on resource: ${resource} with an explicit deny in a service control policy`;
  return action.startsWith("ec2:")
    ? `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation. ${reason}. Encoded authorization failure message: 4Op</Message></Error></Errors><RequestID>1</RequestID></Response>`
    : renderAccessDenied(reason);
}

const renderAccessDenied = (message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

/** Finds the error of AWS STS for a token that the role does not trust. */
async function findDistrust({ action, parameters }: Call, motoUrl: string): Promise<string | undefined> {
  if (action !== "sts:AssumeRoleWithWebIdentity") return undefined;
  const { RoleArn = "", WebIdentityToken = "" } = parameters;
  const role = await send(motoUrl, "iam", { Action: "GetRole", RoleName: RoleArn.split("/").at(-1) ?? "" });
  const [, policy] = /<AssumeRolePolicyDocument>([^<]+)/.exec(role) ?? [];
  const [, payload = ""] = WebIdentityToken.split(".");
  const claims = z.record(z.string(), z.string()).parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
  if (policy !== undefined && isTrusted(decodeURIComponent(policy), claims)) return undefined;
  return renderAccessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity");
}

/** Headers of one connection, which a forwarded message has of its own. */
const OF_A_CONNECTION = new Set([
  "host",
  "connection",
  "keep-alive",
  "content-length",
  "content-encoding",
  "transfer-encoding",
  "expect",
]);

function forward({ method = "", url = "", headers }: IncomingMessage, body: string, motoUrl: string) {
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    OF_A_CONNECTION.has(name) ? [] : [[name, String(value)] as const],
  );
  return fetch(new URL(url, motoUrl), {
    method,
    headers: Object.fromEntries(sent),
    ...(method === "GET" || method === "HEAD" ? {} : { body }),
  });
}

/** Adds the tag of the organization to what a call has created. */
async function addTag(
  { action, parameters }: Call,
  reply: string,
  motoUrl: string,
  [key, value]: OrganizationRules["tag"],
): Promise<void> {
  const tag = { "Tag.1.Key": key, "Tag.1.Value": value };
  if (action === "iam:CreateRole") {
    const { RoleName = "" } = parameters;
    await send(motoUrl, "iam", {
      Action: "TagRole",
      RoleName,
      "Tags.member.1.Key": key,
      "Tags.member.1.Value": value,
    });
  }
  const [, groupId = ""] = /<groupId>([^<]+)/.exec(reply) ?? [];
  if (action === "ec2:CreateSecurityGroup")
    await send(motoUrl, "ec2", { Action: "CreateTags", "ResourceId.1": groupId, ...tag });
  const [, queueUrl = ""] = /"QueueUrl": ?"([^"]+)/.exec(reply) ?? [];
  if (action === "sqs:CreateQueue") await send(motoUrl, "sqs", { Action: "TagQueue", QueueUrl: queueUrl, ...tag });
}

/** Calls moto without the rules. @returns the reply @throws Error for an error of AWS */
async function send(motoUrl: string, service: string, form: Readonly<Record<string, string>>): Promise<string> {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=00`;
  const reply = await fetch(motoUrl, { method: "POST", headers: { authorization }, body: new URLSearchParams(form) });
  const content = await reply.text();
  if (!reply.ok) throw new Error(`${form["Action"] ?? ""}: ${content}`);
  return content;
}
