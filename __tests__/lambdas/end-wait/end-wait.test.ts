import { endWait } from "../../../lambdas/end-wait/end-wait";
import { describeEvent } from "../../../lambdas/end-wait/end-wait-event";
import type { StoredWait } from "../../../lambdas/end-wait/wait-table";

const WAIT: StoredWait = { jobId: "job-1", executionArn: "arn:execution-1", taskToken: "token-1" };

/** @param looks - waits in the table at each look; the last entry stays */
function given({ looks, waiting = ["token-1"] }: { looks: StoredWait[][]; waiting?: string[] }) {
  const deleted: StoredWait[] = [];
  const sent: [string, string][] = [];
  const pauses: number[] = [];
  const messages: string[] = [];
  let look = 0;
  const services = {
    waits: {
      findWaits: () => {
        look += 1;
        return Promise.resolve(looks[Math.min(look, looks.length) - 1] ?? []);
      },
      deleteWait: (wait: StoredWait) => {
        deleted.push(wait);
        return Promise.resolve();
      },
    },
    tasks: {
      sendTaskSuccess: (taskToken: string, output: string) => {
        sent.push([taskToken, output]);
        return Promise.resolve(waiting.includes(taskToken));
      },
    },
    log: { info: ({ message }: { message: string }) => void messages.push(message), warn: jest.fn(), error: jest.fn() },
    pause: (durationMs: number) => {
      pauses.push(durationMs);
      return Promise.resolve();
    },
  };
  const run = (jobId = "job-1") =>
    endWait(services, {
      source: "aws.batch",
      "detail-type": "Batch Job State Change",
      detail: { jobId, status: "SUCCEEDED" },
    });
  return { run, deleted, sent, pauses, messages, looks: () => look, services };
}

it("ends the waits of all executions that watch the job, and deletes them", async () => {
  const other = { ...WAIT, executionArn: "arn:execution-2", taskToken: "token-2" };
  const { run, deleted, sent, pauses } = given({ looks: [[WAIT, other]], waiting: ["token-1", "token-2"] });

  await run();

  const output = '{"jobId":"job-1","status":"SUCCEEDED"}';
  expect(sent).toEqual([
    ["token-1", output],
    ["token-2", output],
  ]);
  expect(deleted).toEqual([WAIT, other]);
  expect(pauses).toEqual([]);
});

it("finds a wait that begins after the event", async () => {
  const { run, sent, pauses } = given({ looks: [[], [], [WAIT]] });

  await run();

  expect(sent).toHaveLength(1);
  expect(pauses).toEqual([500, 1_000]);
});

it("looks for the wait that follows one that has ended", async () => {
  const { run, sent, deleted } = given({ looks: [[{ ...WAIT, taskToken: "old" }], [WAIT]] });

  await run();

  expect(sent.map(([token]) => token)).toEqual(["old", "token-1"]);
  expect(deleted.map(({ taskToken }) => taskToken)).toEqual(["old", "token-1"]);
});

it("gives up on a job that no execution watches, after 7.5 s", async () => {
  const { run, sent, pauses, messages } = given({ looks: [[]] });

  await run();

  expect(sent).toEqual([]);
  expect(pauses.reduce((sum, pauseMs) => sum + pauseMs, 0)).toBe(7_500);
  expect(messages).toEqual(["received an event", "no execution waits for the job"]);
});

it.each(["job-1:9999", "job-1#0"])("looks once for child %s", async (jobId) => {
  const { run, looks, pauses } = given({ looks: [[]] });

  await run(jobId);

  expect(looks()).toBe(1);
  expect(pauses).toEqual([]);
});

it("ends the wait for a child, which an execution may watch", async () => {
  const { run, sent, messages } = given({ looks: [[{ ...WAIT, jobId: "job-1:3" }]] });

  await run("job-1:3");

  expect(sent).toHaveLength(1);
  expect(messages).toEqual(["received an event", "ended the wait"]);
});

it("fails when a call fails, so that Lambda repeats it, and deletes nothing", async () => {
  const { services, run, deleted } = given({ looks: [[WAIT]] });
  services.tasks.sendTaskSuccess = () => Promise.reject(new Error("throttled"));

  await expect(run()).rejects.toThrow("throttled");
  expect(deleted).toEqual([]);
});

it("logs what an event contains, without the values of tags and other fields", () => {
  const described = describeEvent({
    source: "aws.batch",
    "detail-type": "Batch Job State Change",
    id: "event-1",
    time: "2026-01-01T00:00:00Z",
    detail: {
      jobId: "job-1",
      status: "FAILED",
      attempts: [{}],
      tags: { team: "secret" },
      parameters: { key: "secret" },
    },
  });

  expect(described).toEqual({
    message: "received an event",
    eventId: "event-1",
    eventTime: "2026-01-01T00:00:00Z",
    detailType: "Batch Job State Change",
    jobId: "job-1",
    status: "FAILED",
    attempts: 1,
    fields: ["jobId", "status", "attempts", "tags", "parameters"],
    tags: ["team"],
  });
});
