import { BatchClient, DescribeJobsCommand, TerminateJobCommand } from "@aws-sdk/client-batch";
import {
  createContainerRunner,
  createProcessRunner,
  createScaledClock,
  startBatchEndpoint,
  type BatchEndpoint,
  type Clock,
  type JobRunner,
} from "local-aws";
import { z } from "zod";
import { describeJob } from "../../../workflow/result/describe-job";
import type { JobResult } from "../../../workflow/result/job-result";
import { waitUntil } from "../../../testing/wait-until";
import { RUN_ARGUMENTS, type TestEngine } from "./engine";
import { EXECUTION_ROLE_ARN, DEFAULT_CONTAINER, SECRETS, type Row } from "./job-definitions";

/** Seconds of the endpoints in one real second: a timeout of 60 s takes 3 s, the grace period of 30 s takes 1.5 s. */
const SPEED = 20;

/** Result of one job. */
export interface Outcome {
  readonly result: JobResult;
  /** Lines of all attempts and children, sorted. */
  readonly lines: readonly string[];
}

export interface RowRunner {
  run(row: Row): Promise<Outcome>;
  close(): Promise<void>;
}

export const openProcessRows = (): Promise<RowRunner> =>
  openRows((clock) => createProcessRunner({ clock, secrets: SECRETS }));

export const openContainerRows = ({ engine, info }: TestEngine): Promise<RowRunner> =>
  openRows((clock) => createContainerRunner({ clock, engine, info, runArguments: RUN_ARGUMENTS, secrets: SECRETS }));

/** Starts a Batch endpoint with one queue for each platform. */
async function openRows(createRunner: (clock: Clock) => JobRunner): Promise<RowRunner> {
  const clock = createScaledClock(SPEED);
  const recorder = recordLines(createRunner(clock));
  const batch = await startBatchEndpoint({
    clock,
    region: "us-east-1",
    accountId: "123456789012",
    runner: recorder.runner,
    lifeCycle: { submittedMs: 0, pendingMs: 0, runnableMs: 0, startingMs: 0 },
  });
  for (const platform of ["EC2", "FARGATE"] as const) await createQueue(batch, platform);
  const client = new BatchClient({
    endpoint: batch.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  let rows = 0;
  return {
    run: async (row) => {
      rows += 1;
      const name = `row-${rows}`;
      await call(batch, "RegisterJobDefinition", toDefinition(name, row));
      const { jobId } = z.object({ jobId: z.string() }).parse(
        await call(batch, "SubmitJob", {
          jobName: name,
          jobDefinition: name,
          jobQueue: row.platform ?? "EC2",
          ...row.submit,
        }),
      );
      const linesOf = (): string[] => recorder.linesOf(jobId);
      if (row.terminateAfter !== undefined) {
        const line = row.terminateAfter;
        await waitUntil(`${row.title} writes ${line}`, () => linesOf().includes(line));
        await client.send(new TerminateJobCommand({ jobId, reason: "stopped by the test" }));
      }
      const result = await waitUntil(`${row.title} ends`, async () => {
        const { jobs = [] } = await client.send(new DescribeJobsCommand({ jobs: [jobId] }));
        const [job] = jobs;
        const ended = job?.status === "SUCCEEDED" || job?.status === "FAILED";
        return ended ? describeJob(job, { polls: 1, reused: false, duplicates: [] }) : undefined;
      });
      return { result, lines: linesOf().sort() };
    },
    close: async () => {
      client.destroy();
      await batch.close();
    },
  };
}

function recordLines(runner: JobRunner) {
  const byJob = new Map<string, string[]>();
  const recording: JobRunner = {
    ...runner,
    start: (run, onLogLine) =>
      runner.start(run, (line) => {
        const [jobId = ""] = run.jobId.split(":");
        const lines = byJob.get(jobId) ?? [];
        lines.push(line);
        byJob.set(jobId, lines);
        onLogLine(line);
      }),
  };
  return { runner: recording, linesOf: (jobId: string): string[] => [...(byJob.get(jobId) ?? [])] };
}

function toDefinition(name: string, { container = {}, definition = {}, platform = "EC2" }: Row): object {
  const forFargate = {
    executionRoleArn: EXECUTION_ROLE_ARN,
    resourceRequirements: [
      { type: "VCPU", value: "0.25" },
      { type: "MEMORY", value: "512" },
    ],
  };
  return {
    jobDefinitionName: name,
    type: "container",
    platformCapabilities: [platform],
    containerProperties: { ...DEFAULT_CONTAINER, ...(platform === "FARGATE" ? forFargate : {}), ...container },
    ...definition,
  };
}

async function createQueue(batch: BatchEndpoint, platform: "EC2" | "FARGATE"): Promise<void> {
  await call(batch, "CreateComputeEnvironment", {
    computeEnvironmentName: platform,
    type: "MANAGED",
    computeResources: {
      type: platform,
      maxvCpus: 256,
      subnets: ["subnet-1"],
      securityGroupIds: ["sg-1"],
      ...(platform === "EC2" ? { minvCpus: 0, instanceTypes: ["optimal"], instanceRole: "ecsInstanceRole" } : {}),
    },
  });
  await call(batch, "CreateJobQueue", {
    jobQueueName: platform,
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: platform }],
  });
}

async function call(batch: BatchEndpoint, operation: string, input: unknown): Promise<unknown> {
  const { status, body } = await batch.call(operation, input);
  if (status !== 200) throw new Error(`${operation} was rejected: ${JSON.stringify(body)}`);
  return body;
}
