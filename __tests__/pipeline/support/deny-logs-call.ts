import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLoopbackServer } from "local-aws";
import type { Cloud } from "../../e2e/support/cloud";

/** Account in which one call of CloudWatch Logs is denied. */
export interface DeniedCall {
  /** Variables of a run that uses this account. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const VARIABLE = "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS";

/** Headers of one connection, which a forwarded request has of its own. */
const OF_A_CONNECTION = ["host", "content-length", "connection"];

/** Denies an operation on one log group, and forwards all other calls. */
export async function denyLogsCall({ environment }: Cloud, operation: string, logGroup: string): Promise<DeniedCall> {
  const target = environment[VARIABLE] ?? "";
  const server = await startLoopbackServer({
    name: "CloudWatch Logs with a denied call",
    handle: async ({ method, path, headers, body }) => {
      const isDenied = headers["x-amz-target"]?.endsWith(`.${operation}`) === true && body.includes(logGroup);
      if (isDenied)
        return {
          status: 400,
          headers: { "content-type": "application/x-amz-json-1.1" },
          body: JSON.stringify({
            __type: "AccessDeniedException",
            message: `not authorized to perform: logs:${operation}`,
          }),
        };
      const sent = Object.entries(headers).flatMap(([name, value]) =>
        value === undefined || OF_A_CONNECTION.includes(name) ? [] : [[name, value] as const],
      );
      const reply = await fetch(new URL(path, target), { method, headers: Object.fromEntries(sent), body });
      const type = reply.headers.get("content-type") ?? "application/x-amz-json-1.1";
      return { status: reply.status, headers: { "content-type": type }, body: await reply.text() };
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "poller-denied-"));
  const credentials = join(folder, "credentials.env");
  const isCredential = (name: string): boolean => name.startsWith("AWS_") && !/^AWS_(REGION|ACCOUNT_ID)$/.test(name);
  const lines = Object.entries({ ...environment, [VARIABLE]: server.url }).filter(([name]) => isCredential(name));
  await writeFile(credentials, lines.map(([name, value]) => `${name}=${value}\n`).join(""));
  return {
    environment: { STAND_IN_CREDENTIALS: credentials },
    stop: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
