import * as z from "zod";
import { JOB_EVENT } from "../../workflow/job-event";
import { givenEventRow, WAIT_SECONDS, type EventRow } from "./event-rows";
import type { Interferences, Site } from "./run-row";

type Act = (site: Site) => Promise<unknown>;

/** Creates a row in which others act while the execution waits. */
const givenRace = (
  name: string,
  noticedWithin: number,
  interferences: Interferences,
  faults: readonly object[] = [],
  fields: object = {},
): EventRow => ({ ...givenEventRow(name, noticedWithin, faults, fields), ...interferences });

/** An action while the execution waits: the job has started 50 s after the execution, and runs for 200 s. */
const at = (afterSeconds: number, act: Act): Required<Pick<Interferences, "during">> => ({
  during: [{ afterSeconds, act }],
});

const itemSchema = z.object({
  jobId: z.object({ S: z.string() }),
  executionArn: z.object({ S: z.string() }),
  taskToken: z.object({ S: z.string() }),
});

async function callTable(operation: string, { given }: Site, input: object = {}): Promise<unknown> {
  const TableName = findTable(given).input.TableName;
  const { status, body } = await given.local.callDynamoDb(operation, { TableName, ...input });
  if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`);
  return body;
}

function findTable({ resources }: Site["given"]) {
  const [table] = resources.tables ?? [];
  if (table === undefined) throw new Error("the stack has no table");
  return table;
}

async function findWaits(site: Site) {
  const body = await callTable("Query", site, {
    KeyConditionExpression: "jobId = :jobId",
    ExpressionAttributeValues: { ":jobId": { S: site.jobId } },
  });
  return z.object({ Items: z.array(itemSchema) }).parse(body).Items;
}

const deleteWait: Act = async (site) => {
  for (const { jobId, executionArn } of await findWaits(site))
    await callTable("DeleteItem", site, { Key: { jobId, executionArn } });
};

const deleteTable: Act = (site) => callTable("DeleteTable", site);
const createTable: Act = (site) => callTable("CreateTable", site, findTable(site.given).input);

const expectNoWaits: Act = async (site) => {
  // The execution can end before the function does.
  await site.given.clock.sleep(1_000);
  expect(await findWaits(site)).toEqual([]);
};

/** Stores a wait that no execution has. */
const storeStaleWait: Act = ({ jobId, ...site }) =>
  callTable(
    "PutItem",
    { jobId, ...site },
    {
      Item: { jobId: { S: jobId }, executionArn: { S: `${site.executionArn}-before` }, taskToken: { S: "stale" } },
    },
  );

/** Ends the wait with the task token, as an operator can. */
const endByHand =
  (operation: string, input: object): Act =>
  async (site) => {
    const [wait] = await findWaits(site);
    await site.given.call("stepFunctions", operation, { taskToken: wait?.taskToken.S, ...input }, z.unknown());
  };

/** Sends an event of a job to `end-wait`. */
const sendEvent =
  (status: string, createJobId = (jobId: string) => jobId): Act =>
  async ({ given, jobId }) => {
    const event = { source: JOB_EVENT.source, "detail-type": JOB_EVENT.stateChange };
    const result = await given.invoke("end-wait", { ...event, detail: { jobId: createJobId(jobId), status } });
    expect(result.ok).toBe(true);
  };

const otherName = ({ executionArn }: Site): string => `${String(executionArn.split(":").at(-1))}-other`;
const otherArn = (site: Site): string => `${site.executionArn}-other`;

/** Starts an execution that waits for the same job. */
const attachAnother: Act = (site) => {
  const { stateMachineArn } = site.given.local;
  const input = JSON.stringify({ jobId: site.jobId, wait_time: WAIT_SECONDS });
  return site.given.call(
    "stepFunctions",
    "StartExecution",
    { stateMachineArn, input, name: otherName(site) },
    z.unknown(),
  );
};

const stopAnother: Act = (site) =>
  site.given.call("stepFunctions", "StopExecution", { executionArn: otherArn(site) }, z.unknown());

/** Expects that the other execution has succeeded, at most this long after the first one. */
const expectAnother =
  (withinSeconds: number): Act =>
  async (site) => {
    const { call, clock } = site.given;
    const schema = z.object({ status: z.string(), stopDate: z.number().optional() });
    const describe = (executionArn: string) => call("stepFunctions", "DescribeExecution", { executionArn }, schema);
    const first = await describe(site.executionArn);
    await clock.sleep(withinSeconds * 1_000);
    const other = await describe(otherArn(site));
    expect(other.status).toBe("SUCCEEDED");
    expect((other.stopDate ?? Infinity) - (first.stopDate ?? 0)).toBeLessThanOrEqual(withinSeconds);
  };

/** Changes the state machine, as a deployment does; executions under way keep their definition. */
const changeStateMachine: Act = ({ given }) =>
  updateDefinition(given, JSON.stringify({ StartAt: "Changed", States: { Changed: { Type: "Fail" } } }));
const restoreStateMachine: Act = ({ given }) => updateDefinition(given, given.resources.stateMachine.definition);

const updateDefinition = ({ call, local: { stateMachineArn } }: Site["given"], definition: string) =>
  call("stepFunctions", "UpdateStateMachine", { stateMachineArn, definition }, z.unknown());

const REFUSED = { fault: "Refused", reason: "ACCESS_DENIED" };

/** Rows in which another execution, an operator or a deployment interferes, or a permission is missing. */
export const EVENT_RACES: readonly EventRow[] = [
  givenRace("two executions wait for the job", 1, { ...at(20, attachAnother), after: expectAnother(1) }),
  givenRace(
    "the function fails after it has ended one of two waits",
    61,
    { ...at(20, attachAnother), after: expectAnother(61) },
    [{ ...REFUSED, operation: "SendTaskSuccess", afterCalls: 1 }],
  ),
  givenRace("another execution that waited for the job was stopped", 1, {
    during: [
      { afterSeconds: 20, act: attachAnother },
      { afterSeconds: 120, act: stopAnother },
    ],
    after: expectNoWaits,
  }),
  givenRace("the table has a wait of an execution that no longer exists", 1, {
    ...at(100, storeStaleWait),
    after: expectNoWaits,
  }),
  givenRace("the job has ended ten minutes before the execution attaches to it", 661, { startsAfterSeconds: 600 }, [], {
    existingJob: { faults: [{ fault: "Cancelled", afterSeconds: 0 }] },
    input: { jobId: "$existingJobId", wait_time: WAIT_SECONDS },
    expect: { status: "FAILED", error: "BatchJob.Cancelled", category: "Cancelled", submitJobCalls: 0 },
  }),
  givenRace("the table deletes the wait too early", WAIT_SECONDS, at(100, deleteWait)),
  givenRace("the table is deleted during the wait", WAIT_SECONDS, { ...at(100, deleteTable), after: createTable }),
  givenRace("the table refuses every wait", WAIT_SECONDS, {}, [{ ...REFUSED, operation: "PutItem", times: "ALL" }]),
  givenRace("Step Functions refuses to end every wait", WAIT_SECONDS, {}, [
    { ...REFUSED, operation: "SendTaskSuccess", times: "ALL" },
  ]),
  givenRace("the state machine is changed during the wait", 1, {
    ...at(100, changeStateMachine),
    after: restoreStateMachine,
  }),
  givenRace("an operator ends the wait with a text", 1, at(100, endByHand("SendTaskSuccess", { output: '"done"' }))),
  givenRace("an operator fails the wait", 1, at(100, endByHand("SendTaskFailure", { error: "Stop", cause: "a test" }))),
  givenRace(
    "the event of an attempt that Batch retries reports a failure",
    61,
    at(80, sendEvent("FAILED")),
    [{ fault: "HostTerminated", afterSeconds: 5 }],
    { expect: { attempts: 2 } },
  ),
  givenRace("the event of an array comes before those of its children", 61, at(100, sendEvent("SUCCEEDED")), [], {
    input: { wait_time: WAIT_SECONDS, arrayProperties: { size: 20 } },
    expect: { attempts: 0 },
  }),
  {
    ...givenEventRow("events of jobs whose IDs begin with the same characters arrive", 1),
    mostPolls: 1,
    during: [
      { afterSeconds: 100, act: sendEvent("FAILED", (jobId) => `${jobId}0`) },
      { afterSeconds: 120, act: sendEvent("FAILED", (jobId) => jobId.slice(0, -1)) },
      { afterSeconds: 140, act: sendEvent("FAILED", (jobId) => `${jobId}:0`) },
      { afterSeconds: 141, act: sendEvent("FAILED", (jobId) => `${jobId}#0`) },
    ],
  },
  givenRace("the function that checks the job fails for ten minutes when the event arrives", 660, {}, [], {
    lambdaFaults: [{ function: "check-job", error: "Lambda.ServiceException", fromSeconds: 240, forSeconds: 600 }],
  }),
  {
    ...givenRace("the event arrives during a poll", 61, at(240, endByHand("SendTaskSuccess", { output: "{}" })), [], {
      lambdaFaults: [{ function: "check-job", error: "Lambda.ServiceException", fromSeconds: 235, forSeconds: 30 }],
    }),
    mostPolls: 1,
  },
  {
    ...givenEventRow("the queue is blocked for two hours without capacity", 1, [
      { fault: "StuckInRunnable", reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", forSeconds: 7_200 },
    ]),
    mostPolls: 5,
  },
];
