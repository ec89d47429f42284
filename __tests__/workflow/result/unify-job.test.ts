import { describeJob } from "../../../workflow/result/describe-job";
import type { Job } from "../../../workflow/result/job";
import { FAILURE_OUTPUT, SUCCESS_OUTPUT } from "../../../workflow/definitions/sync-definition";
import { unifyJob } from "../../../workflow/result/unify-job";
import { evaluateExpression, toPascalCase } from "../definitions/evaluate-expression";
import { givenInput } from "../../../testing/workflow/input-fixture";
import { givenJob } from "../../../testing/workflow/job-fixture";

const FACTS = { polls: 0, reused: false, duplicates: [] };
const LOG = { logDriver: "awslogs", options: { "awslogs-group": "/tasks" } };
const sidecar = { exitCode: 1, essential: false, reason: "of no matter" };

/** Jobs of several containers, and the expected fields of the decisive container. */
const JOBS: readonly (readonly [title: string, job: Job, expected: object])[] = [
  [
    "the only essential container exits with 3",
    { container: {}, ecsProperties: { taskProperties: [{ containers: [sidecar, { exitCode: 3, essential: true }] }] } },
    { category: "UserError", exitCode: 3 },
  ],
  [
    "the second essential container runs out of memory",
    {
      container: {},
      ecsProperties: {
        taskProperties: [
          { containers: [{ exitCode: 0 }, { exitCode: 137, reason: "OutOfMemoryError: Container killed" }] },
        ],
      },
    },
    { category: "OutOfMemory", exitCode: 137, containerReason: "OutOfMemoryError: Container killed" },
  ],
  [
    "a log stream and attempts",
    {
      container: {},
      ecsProperties: { taskProperties: [{ containers: [{ exitCode: 3, logStreamName: "s", logConfiguration: LOG }] }] },
      attempts: [
        { container: {}, statusReason: "first", taskProperties: [{ containers: [{ exitCode: 0 }, { exitCode: 4 }] }] },
        { container: {}, taskProperties: [{ containers: [{ exitCode: 3, logStreamName: "s" }] }] },
      ],
    },
    { logGroup: "/tasks", attempts: [{ exitCode: 4 }, { exitCode: 3, logStreamName: "s" }] },
  ],
  [
    "a pod whose container is killed for its memory",
    {
      container: undefined,
      attempts: [],
      eksProperties: { podProperties: { containers: [{ exitCode: 137, reason: "OOMKilled" }] } },
      eksAttempts: [{ startedAt: 1_000, stoppedAt: 2_000, containers: [{ exitCode: 137, reason: "OOMKilled" }] }],
    },
    { category: "OutOfMemory", exitCode: 137, attempts: [{ number: 1, exitCode: 137, reason: "OOMKilled" }] },
  ],
  [
    "a pod whose init container fails",
    {
      container: undefined,
      attempts: undefined,
      eksProperties: { podProperties: { containers: [{}], initContainers: [{ exitCode: 2 }] } },
      eksAttempts: [{ initContainers: [{ exitCode: 2 }] }, { statusReason: "gone" }],
    },
    { category: "UserError", exitCode: 2, attempts: [{ exitCode: 2 }, { exitCode: null, reason: "gone" }] },
  ],
  [
    "a task without containers",
    { container: { exitCode: 5 }, attempts: [], ecsProperties: { taskProperties: [{}] } },
    { exitCode: 5 },
  ],
];

it.each(JOBS)("%s", (_title, fields, expected) => {
  expect(describeJob(givenJob({ statusReason: "ended", ...fields }), FACTS)).toMatchObject(expected);
});

it.each(JOBS)("returns the same JobResult with both integrations: %s", async (_title, fields) => {
  const job = givenJob({ statusReason: "ended", ...fields });

  const errorOutput = { Error: "States.TaskFailed", Cause: JSON.stringify(toPascalCase(job)) };
  const failure = await evaluateExpression(FAILURE_OUTPUT, { errorOutput, input: givenInput() });
  const succeeded = { ...job, status: "SUCCEEDED" };
  const success = await evaluateExpression(SUCCESS_OUTPUT, { result: toPascalCase(succeeded), input: givenInput() });

  const result = describeJob(job, FACTS);
  expect(failure).toMatchObject({ error: `BatchJob.${String(result.category)}` });
  expect(JSON.parse(String(Reflect.get(Object(failure), "cause")))).toEqual(result);
  expect(success).toEqual(describeJob(succeeded, FACTS));
});

it("returns a job of one container unchanged", () => {
  const job = givenJob();

  expect(unifyJob(job)).toBe(job);
});
