import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Json, type JsonObject, isJsonArray, isJsonObject, jsonText, toJson } from "../json/json";
import { StateFailure } from "../states/state-failure";
import { SubmitFailure } from "./run-task";
import type { TaskEnvironment, TaskCall, TaskHandler } from "./task-handler";
import { serviceTaskEvents } from "./task-events";
import type { CallEndpoint } from "../../call-endpoint";

const submittedSchema = z.object({ jobId: z.string(), jobName: z.string(), jobArn: z.string().optional() });
const jobsSchema = z.object({ jobs: z.array(z.looseObject({ status: z.string() })) });
const errorSchema = z.object({
  message: z.string().optional(),
  Message: z.string().optional(),
  __type: z.string().optional(),
});

const FIRST_POLL_MS = 1000;
/** Error codes by HTTP status, for statuses whose code does not follow from the error class. */
const CODES: Readonly<Record<number, string>> = { 429: "TooManyRequestsException" };
/** Polling interval as a share of the job's age. The end of a job is detected at most this much later. */
const POLL_SHARE_OF_AGE = 0.01;

/** Implements `arn:aws:states:::batch:submitJob.sync`: submits a job and waits for its end. */
export function batchSubmitJobTask(callBatch: CallEndpoint, { clock, region }: TaskEnvironment): TaskHandler {
  return {
    name: "batch",
    timeoutClock: clock,
    makeEvents: (history) => serviceTaskEvents(history, { resourceType: "batch", resource: "submitJob.sync" }, region),
    async run(call) {
      const { jobId, recordSubmission } = await submit(callBatch, call);
      const submittedAt = clock.now();
      try {
        call.signal.throwIfAborted();
        recordSubmission();
        for (;;) {
          const ageMs = clock.now() - submittedAt;
          await clock.sleep(Math.max(FIRST_POLL_MS, ageMs * POLL_SHARE_OF_AGE), call.signal);
          const job = await describe(callBatch, jobId);
          if (job?.["Status"] === "SUCCEEDED") return job;
          if (job?.["Status"] === "FAILED") throw new StateFailure("States.TaskFailed", jsonText(job));
        }
      } catch (error) {
        if (call.signal.aborted) await terminate(callBatch, jobId);
        throw error;
      }
    },
  };
}

/** @returns the job, and a function that writes its event; no event may be written after the execution has ended */
async function submit(
  callBatch: CallEndpoint,
  { input, events }: TaskCall,
): Promise<{ readonly jobId: string; readonly recordSubmission: () => void }> {
  const reply = await callBatch("SubmitJob", markAsManaged(toCamelCase(input)));
  if (reply.status >= 400) throw toFailure(reply);
  const submitted = submittedSchema.parse(reply.body);
  const requestId = randomUUID();
  const output = JSON.stringify({
    ...(submitted.jobArn === undefined ? {} : { JobArn: submitted.jobArn }),
    JobId: submitted.jobId,
    JobName: submitted.jobName,
    SdkHttpMetadata: { HttpHeaders: { "x-amzn-RequestId": requestId }, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  });
  const recordSubmission = (): void => {
    events.submitted(output);
  };
  return { jobId: submitted.jobId, recordSubmission };
}

/** Adds the variable that identifies the job as started by Step Functions. */
function markAsManaged(request: Json): Json {
  if (!isJsonObject(request)) return request;
  const overrides = memberObject(request, "containerOverrides");
  const environment = overrides["environment"] ?? [];
  const mark = { name: "MANAGED_BY_AWS", value: "STARTED_BY_STEP_FUNCTIONS" };
  const marked = isJsonArray(environment) ? [...environment, mark] : environment;
  return { ...request, containerOverrides: { ...overrides, environment: marked } };
}

function memberObject(parent: JsonObject, key: string): JsonObject {
  const member = parent[key];
  return member !== undefined && isJsonObject(member) ? member : {};
}

async function describe(callBatch: CallEndpoint, jobId: string): Promise<JsonObject | undefined> {
  const reply = await callBatch("DescribeJobs", { jobs: [jobId] });
  // Other errors are transient server errors. The next poll retries.
  if (reply.status >= 400) return undefined;
  const [job] = jobsSchema.parse(reply.body).jobs;
  const converted = job === undefined ? null : toPascalCase(toJson(job));
  return isJsonObject(converted) ? converted : undefined;
}

async function terminate(callBatch: CallEndpoint, jobId: string): Promise<void> {
  // Best effort, as in AWS: the execution has ended, even if the job cannot be terminated.
  await callBatch("TerminateJob", {
    jobId,
    reason: "The Step Functions execution that waited for this job was stopped or timed out",
  }).catch(() => undefined);
}

function toFailure({ status, body }: { readonly status: number; readonly body: unknown }): SubmitFailure {
  const parsed = errorSchema.safeParse(body);
  const { message, Message, __type: type } = parsed.success ? parsed.data : {};
  const code = type?.split("#").at(-1) ?? CODES[status] ?? (status < 500 ? "ClientException" : "ServerException");
  return new SubmitFailure(
    `Batch.${code}`,
    `${message ?? Message ?? "no message"} (Service: AWSBatch; Status Code: ${status}; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null)`,
  );
}

/** Members of Batch documents that are maps. Their keys are defined by the user. */
const MAPS = new Set(["parameters", "tags", "options", "labels", "annotations", "limits", "requests"]);

/** Converts the keys of a Batch document to those of a service integration: `jobId` becomes `JobId`. */
function toPascalCase(value: Json): Json {
  return convertKeys(value, (key) => key.charAt(0).toUpperCase() + key.slice(1));
}

/** Converts the keys of a service integration document to those of Batch: `JobName` becomes `jobName`. */
function toCamelCase(value: Json): Json {
  return convertKeys(value, (key) => key.charAt(0).toLowerCase() + key.slice(1));
}

function convertKeys(value: Json, convert: (key: string) => string): Json {
  if (isJsonArray(value)) return value.map((item) => convertKeys(item, convert));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      convert(key),
      MAPS.has(key.charAt(0).toLowerCase() + key.slice(1)) ? item : convertKeys(item, convert),
    ]),
  );
}
