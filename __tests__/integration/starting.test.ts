import { App } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { parseDeploymentConfig } from "../../config/deployment-config";
import { createScaledClock } from "../../local/clock";
import { startLocalEnvironment, type LocalEnvironment } from "../../local/environment/local-environment";
import { readSynthesizedEnvironment } from "../../local/environment/read-synthesized-environment";
import { addEnvironment } from "../../stacks/environment";
import { GIVEN_SETTINGS } from "../stacks/given-deployment";
import { waitUntil } from "./wait-until";

/** An hour of the local clock in a few seconds. */
const SPEED = 1_000;

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

let folder: string;
let environment: LocalEnvironment;
let notifications: Notification[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-starting-"));
  notifications = [];
});
afterEach(async () => {
  await environment.close();
  rmSync(folder, { recursive: true });
});

/** The stacks as main.ts makes them with `settings`, running on this machine. */
async function given(settings: Record<string, string>): Promise<void> {
  const app = new App({ outdir: join(folder, "out") });
  const config = parseDeploymentConfig({ ...GIVEN_SETTINGS, NOTIFICATION_TOPIC: "create", ...settings });
  addEnvironment(app, { config, bundlesPath: join(__dirname, "..", "..", "build", "lambdas") });
  app.synth();
  environment = await startLocalEnvironment({
    synthesized: readSynthesizedEnvironment(app.outdir, "dev"),
    clock: createScaledClock(SPEED),
    onNotification: (topicArn, message) => {
      notifications.push({ topicArn, message: messageSchema.parse(JSON.parse(message)) });
    },
  });
}

const firstNotification = () => waitUntil("somebody is told of an end", () => notifications[0]);

it("starts an execution by time, and tells the topic of its end with the JobResult", async () => {
  const input = {
    jobName: "hourly",
    wait_time: 1,
    containerOverrides: {
      command: ["sh", "-c", 'test "${AT%%T*}" != "$AT"'],
      environment: [{ name: "AT", value: "<aws.scheduler.scheduled-time>" }],
    },
  };

  await given({ SCHEDULE_EXPRESSION: "rate(1 hour)", SCHEDULE_INPUT: JSON.stringify(input) });
  const { topicArn, message } = await firstNotification();

  expect(topicArn).toBe("arn:aws:sns:eu-west-1:123456789012:job-status-poller-dev-notification");
  expect(message.summary).toMatch(/^Execution [\w-]+ of job-status-poller-dev ended: SUCCEEDED$/);
  expect(message.consoleUrl).toContain(`#/v2/executions/details/${message.event.detail.executionArn}`);
  expect(resultSchema.parse(JSON.parse(message.event.detail.output ?? ""))).toEqual({
    jobName: "hourly",
    status: "SUCCEEDED",
    exitCode: 0,
  });
});

it("tells the topic of failures alone when asked, with the JobResult as their cause", async () => {
  await given({ NOTIFICATION_ENDS: "failures" });
  const start = (name: string, exitCode: string) =>
    environment.callStepFunctions("StartExecution", {
      stateMachineArn: environment.stateMachineArn,
      name,
      input: JSON.stringify({
        jobName: name,
        jobDefinition: "job-status-poller-dev",
        jobQueue: "job-status-poller-dev",
        wait_time: 1,
        containerOverrides: { command: ["sh", "-c", `exit ${exitCode}`] },
      }),
    });

  await start("succeeds", "0");
  await waitUntil("the execution has succeeded", async () => {
    const { status, body } = await environment.callStepFunctions("DescribeExecution", {
      executionArn: `${environment.stateMachineArn.replace("stateMachine", "execution")}:succeeds`,
    });
    return status === 200 && z.object({ status: z.string() }).parse(body).status === "SUCCEEDED" ? true : undefined;
  });
  await start("fails", "3");
  const { message } = await firstNotification();

  expect(message.summary).toBe("Execution fails of job-status-poller-dev ended: FAILED");
  expect(resultSchema.parse(JSON.parse(message.event.detail.cause ?? ""))).toMatchObject({
    jobName: "fails",
    exitCode: 3,
  });
});
