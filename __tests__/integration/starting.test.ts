import { App } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { parseDeploymentConfig } from "../../config/deployment-config";
import { VirtualClock, startLocalAws, type LocalAws } from "local-aws";
import { readLocalResources } from "../../cli/local/stacks/read-local-resources";
import { addEnvironment } from "../../stacks/environment";
import { GIVEN_SETTINGS } from "../../testing/given-deployment";

const HOUR_MS = 3_600_000;

const messageSchema = z.object({
  summary: z.string(),
  consoleUrl: z.string(),
  event: z.object({
    detail: z.object({
      executionArn: z.string(),
      input: z.string(),
      output: z.string().nullable(),
      cause: z.string().nullable(),
    }),
  }),
});
const resultSchema = z.object({ jobName: z.string(), status: z.string(), exitCode: z.number() });

interface Notification {
  readonly topicArn: string;
  readonly message: z.output<typeof messageSchema>;
}

const progressSchema = z.object({
  summary: z.string(),
  job: z.object({ jobName: z.string(), status: z.string() }),
});

let changes: z.output<typeof progressSchema>[];
let folder: string;
let clock: VirtualClock;
let environment: LocalAws;
let notifications: Notification[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-starting-"));
  notifications = [];
  clock = new VirtualClock(new Date("2026-01-01T00:00:00Z"));
  changes = [];
});
afterEach(async () => {
  await environment.close();
  rmSync(folder, { recursive: true });
});

/** The stacks as main.ts makes them with `settings`, running on this machine. */
async function given(settings: Record<string, string>): Promise<void> {
  const app = new App({ outdir: join(folder, "out") });
  const config = parseDeploymentConfig({ ...GIVEN_SETTINGS, NOTIFICATION_TOPIC: "create", ...settings });
  addEnvironment(app, { config, lambdaCodePath: join(__dirname, "..", "..", "build", "lambdas") });
  app.synth();
  environment = await startLocalAws({
    resources: readLocalResources(app.outdir, "dev"),
    clock,
    onNotification: (topicArn, message) => {
      const progress = progressSchema.safeParse(JSON.parse(message));
      if (progress.success) {
        changes.push(progress.data);
        return;
      }
      notifications.push({ topicArn, message: messageSchema.parse(JSON.parse(message)) });
    },
  });
}

it("starts an execution by time, and notifies the topic of its end with the JobResult", async () => {
  const input = {
    jobName: "hourly",
    containerOverrides: {
      command: ["sh", "-c", 'test "$AT" = 2026-01-01T01:00:00Z'],
      environment: [{ name: "AT", value: "<aws.scheduler.scheduled-time>" }],
    },
  };

  await given({ SCHEDULE_EXPRESSION: "rate(1 hour)", SCHEDULE_INPUT: JSON.stringify(input) });
  await clock.sleep(HOUR_MS - 1);
  expect(notifications).toEqual([]);
  await clock.sleep(HOUR_MS / 2);

  expect(notifications.map(({ topicArn }) => topicArn)).toEqual([
    "arn:aws:sns:eu-west-1:123456789012:job-status-poller-dev-notification",
  ]);
  const message = notifications[0]?.message;
  expect(message?.summary).toMatch(/^Execution [\w-]+ of job-status-poller-dev ended: SUCCEEDED$/);
  expect(message?.consoleUrl).toContain(`#/v2/executions/details/${message?.event.detail.executionArn ?? "?"}`);
  expect(resultSchema.parse(JSON.parse(message?.event.detail.output ?? ""))).toEqual({
    jobName: "hourly",
    status: "SUCCEEDED",
    exitCode: 0,
  });
});

it("notifies the topic only of failures, with the JobResult as their cause", async () => {
  await given({ NOTIFICATION_ENDS: "failures" });

  for (const [name, exitCode] of [
    ["succeeds", 0],
    ["fails", 3],
  ] as const)
    await environment.callStepFunctions("StartExecution", {
      stateMachineArn: environment.stateMachineArn,
      name,
      input: JSON.stringify({
        jobName: name,
        jobDefinition: "job-status-poller-dev",
        jobQueue: "job-status-poller-dev",
        containerOverrides: { command: ["sh", "-c", `exit ${exitCode}`] },
      }),
    });
  await clock.sleep(HOUR_MS);

  expect(notifications.map(({ message }) => message.summary)).toEqual([
    "Execution fails of job-status-poller-dev ended: FAILED",
  ]);
  expect(resultSchema.parse(JSON.parse(notifications[0]?.message.event.detail.cause ?? ""))).toMatchObject({
    jobName: "fails",
    exitCode: 3,
  });
});

it("notifies the topic of each status of a job", async () => {
  await given({ NOTIFICATION_ENDS: "all,jobs" });

  await environment.callStepFunctions("StartExecution", {
    stateMachineArn: environment.stateMachineArn,
    name: "progress",
    input: JSON.stringify({
      jobName: "progress",
      jobDefinition: "job-status-poller-dev",
      jobQueue: "job-status-poller-dev",
      arrayProperties: { size: 2 },
      containerOverrides: { command: ["true"], environment: [{ name: "TOKEN", value: "hidden" }] },
    }),
  });
  await clock.sleep(HOUR_MS);

  expect(changes.map(({ summary }) => summary)).toEqual(["Job progress is PENDING", "Job progress is SUCCEEDED"]);
  expect(changes[0]?.job).toMatchObject({ jobName: "progress", status: "PENDING" });
  expect(JSON.stringify(changes)).not.toContain("hidden");
  expect(notifications).toHaveLength(1);
});
