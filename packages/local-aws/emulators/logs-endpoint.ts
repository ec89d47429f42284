import type { BatchEndpoint } from "../src/batch/batch-endpoint";
import { startLoopbackServer, type LoopbackReply, type LoopbackRequest } from "../src/loopback-server";

/** Headers of a request that moto needs. It finds the service in the signature. */
const FORWARDED = ["authorization", "content-type", "x-amz-date", "x-amz-target"];
/** Operations that read the log of a job. */
const READ_JOB_LOG = /\.(?:GetLogEvents|FilterLogEvents|DescribeLogStreams)$/;

/**
 * Starts the CloudWatch Logs endpoint of the emulated account. Logs of jobs are in the Batch endpoint, log groups and
 * all other logs in moto.
 */
export function startLogsEndpoint(batch: Pick<BatchEndpoint, "url">, motoUrl: string) {
  return startLoopbackServer({
    name: "the CloudWatch Logs endpoint",
    handle: async (request) => {
      if (READ_JOB_LOG.test(request.headers["x-amz-target"] ?? "")) {
        const reply = await forward(request, batch.url);
        if (reply.status === 200) return reply;
      }
      return forward(request, motoUrl);
    },
  });
}

async function forward({ method, path, headers, body }: LoopbackRequest, url: string): Promise<LoopbackReply> {
  const sent = FORWARDED.flatMap((name): [string, string][] => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value]];
  });
  const reply = await fetch(`${url}${path}`, { method, headers: sent, ...(body !== "" && { body }) });
  const errorType = reply.headers.get("x-amzn-errortype");
  return {
    status: reply.status,
    headers: {
      "content-type": reply.headers.get("content-type") ?? "application/x-amz-json-1.1",
      ...(errorType !== null && { "x-amzn-errortype": errorType }),
    },
    body: await reply.text(),
  };
}
