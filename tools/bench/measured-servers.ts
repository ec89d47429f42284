import { spawn } from "node:child_process";
import { join } from "node:path";
import { findFreePort, startServer } from "local-aws/emulators";
import { ROOT, runNode } from "./run-node";

/** Server that speaks the protocols of Step Functions and Batch. */
export interface MeasuredServer {
  readonly name: string;
  /** Time from the start of the process to its first answer, in milliseconds. */
  readonly startedInMs: number;
  readonly stepFunctionsUrl: string;
  readonly batchUrl: string;
  stop(): Promise<unknown>;
}

const REQUIREMENTS = "packages/local-aws/emulators/requirements.txt";
/** Runs state machines, and ends jobs without Docker. @see https://docs.getmoto.org/en/latest/docs/configuration/ */
const MOTO_CONFIG = { stepfunctions: { execute_state_machine: true }, batch: { use_docker: false } };

export async function startMoto(): Promise<MeasuredServer> {
  const server = await startPython("moto", "/moto-api/data.json", (port) => ["-m", "moto.server", "-p", port]);
  await fetch(`${server.batchUrl}/moto-api/config`, { method: "POST", body: JSON.stringify(MOTO_CONFIG) });
  // Its Batch looks the service role up.
  const query = new URLSearchParams({ Action: "CreateRole", RoleName: "bench", AssumeRolePolicyDocument: "{}" });
  await fetch(server.batchUrl, { method: "POST", headers: { authorization: authorize("iam") }, body: query });
  return server;
}

export const startMinistack = (): Promise<MeasuredServer> =>
  startPython("MiniStack", "/_ministack/health", () => ["-m", "ministack"]);

async function startPython(
  name: string,
  healthPath: string,
  argumentsFor: (port: string) => readonly string[],
): Promise<MeasuredServer> {
  const programs = (await runNode(["tools/python-venv.mjs", "e2e-venv", REQUIREMENTS])).trim();
  const port = await findFreePort();
  const environment = { ...process.env, GATEWAY_PORT: String(port), BIND_HOST: "127.0.0.1", LOG_LEVEL: "WARNING" };
  const startedAt = performance.now();
  const options = { port, healthPath, environment };
  const server = await startServer(join(programs, "python"), argumentsFor(String(port)), options);
  const startedInMs = performance.now() - startedAt;
  return { name, startedInMs, stepFunctionsUrl: server.url, batchUrl: server.url, stop: () => server.stop() };
}

/** Starts the endpoints with their command, in real time. */
export async function startOurs(): Promise<MeasuredServer> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", "packages/local-aws/src/command/main.ts"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let printed = "";
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += String(chunk);
    if (printed.includes("DYNAMODB")) break;
  }
  const urlOf = (service: string): string =>
    new RegExp(`AWS_ENDPOINT_URL_${service}=(\\S+)`).exec(printed)?.[1] ?? `no address of ${service}`;
  return {
    name: "ours",
    startedInMs: performance.now() - startedAt,
    stepFunctionsUrl: urlOf("SFN"),
    batchUrl: urlOf("BATCH"),
    stop: () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}

/** Calls an operation of Step Functions with the JSON protocol. @throws Error with the reply if it is not 200 */
export const callStepFunctions = (server: MeasuredServer, operation: string, input: object): Promise<unknown> =>
  post(server, server.stepFunctionsUrl, "states", input, { "x-amz-target": `AWSStepFunctions.${operation}` });

/** Calls an operation of Batch with the REST protocol. @throws Error with the reply if it is not 200 */
export const callBatch = (server: MeasuredServer, operation: string, input: object): Promise<unknown> =>
  post(server, `${server.batchUrl}/v1/${operation.toLowerCase()}`, "batch", input, {});

/** No server checks the signature; the scope of the credential routes the request. */
const authorize = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`;

async function post(
  { name }: MeasuredServer,
  url: string,
  service: string,
  input: object,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      authorization: authorize(service),
      ...headers,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${name} rejected ${JSON.stringify(input).slice(0, 200)}: ${text.slice(0, 500)}`);
  const reply: unknown = JSON.parse(text);
  return reply;
}
