import { createServer } from "node:http";
import * as z from "zod";
import { FAILED_RESULT } from "./given-history";

const JOBS = ["import", "nightly-report", "failing-upload"];

function findListedFailure(jobName: string, index: number) {
  const isMemory = jobName === "import";
  const category = isMemory ? "OutOfMemory" : "UserError";
  const reason = isMemory ? "OutOfMemoryError: Container killed due to memory usage" : null;
  const result = { ...FAILED_RESULT, category, containerReason: reason, exitCode: isMemory ? 137 : 1 + (index % 5) };
  return { error: `BatchJob.${category}`, cause: JSON.stringify(result) };
}

/** Execution number `index` of a long list: every fourth one failed, half an hour apart. */
function listed(index: number, length: number, lastMs: number) {
  const startMs = lastMs - index * 1_800_000;
  const jobName = JOBS[index % JOBS.length] ?? "";
  const hasFailed = index % 4 === 1;
  return {
    executionArn: `arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:${jobName}-${length - index}`,
    name: `${jobName}-${length - index}`,
    status: hasFailed ? "FAILED" : "SUCCEEDED",
    startDate: startMs / 1_000,
    stopDate: startMs / 1_000 + 600 + ((index * 37) % 240),
    input: JSON.stringify({ jobName }),
    ...(hasFailed && findListedFailure(jobName, index)),
  };
}

interface LongList {
  readonly url: string;
  readonly close: () => void;
}

/**
 * Serves Step Functions with many executions after those that exist. All other requests are forwarded.
 * @param lastMs - start of the newest one, in milliseconds since 1970
 */
export async function serveLongList(url: string, length: number, lastMs: number): Promise<LongList> {
  const executions = Array.from({ length }, (_, index) => listed(index, length, lastMs));
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = Buffer.concat(await request.toArray()).toString();
      const action = String(request.headers["x-amz-target"]).split(".")[1];
      const { executionArn, statusFilter } = requestSchema.parse(JSON.parse(body));
      const found = executions.find((each) => each.executionArn === executionArn);
      response.setHeader("content-type", "application/x-amz-json-1.0");
      if (action === "DescribeExecution" && found !== undefined) response.end(JSON.stringify(found));
      else {
        const headers = { "x-amz-target": String(request.headers["x-amz-target"]) };
        const forwarded = await fetch(url, { method: "POST", headers, body });
        response.statusCode = forwarded.status;
        const answered = await forwarded.text();
        const isList = action === "ListExecutions" && statusFilter === undefined;
        response.end(
          isList
            ? JSON.stringify({ executions: [...listSchema.parse(JSON.parse(answered)), ...executions] })
            : answered,
        );
      }
    };
    void answer();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const listSchema = z.object({ executions: z.array(z.unknown()) }).transform((list) => list.executions);
const requestSchema = z.object({ executionArn: z.string().optional(), statusFilter: z.string().optional() });
