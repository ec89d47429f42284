import { createEventForwarder, type EventForwarder } from "../emulators/forward-events";
import { VirtualClock } from "../src/clock";
import { startLoopbackServer, type LoopbackServer } from "../src/loopback-server";
import { createInProcessLambdas } from "../testing/in-process-lambdas";

const WAKE_ARN = "arn:aws:lambda:us-east-1:123456789012:function:wake";
const EVENT = { source: "aws.batch", detail: { jobId: "j", status: "FAILED" } };
const PATTERN = JSON.stringify({ source: ["aws.batch"], detail: { status: ["FAILED"] } });

let forwarder: EventForwarder | undefined;
let moto: LoopbackServer | undefined;
afterEach(async () => {
  await forwarder?.close();
  await moto?.close();
});

/** Forwarder with a server in place of moto that has the given pages of rules, each with the given target. */
async function given(pages: readonly (readonly object[])[], target: object = { Arn: WAKE_ARN }, fails = false) {
  const clock = new VirtualClock();
  const failures: string[] = [];
  const received: unknown[] = [];
  const asked: unknown[] = [];
  moto = await startLoopbackServer({
    name: "moto",
    handle: ({ headers, body }) => {
      if (headers["x-amz-target"] === "AWSEvents.ListTargetsByRule") {
        asked.push(JSON.parse(body));
        return Promise.resolve({ status: 200, body: JSON.stringify({ Targets: [target] }) });
      }
      const index = Number(/"NextToken":"(\d)"/.exec(body)?.[1] ?? 0);
      const next = index + 1 < pages.length ? { NextToken: String(index + 1) } : {};
      return Promise.resolve({ status: 200, body: JSON.stringify({ Rules: pages[index], ...next }) });
    },
  });
  const wake = (event: unknown): Promise<null> => {
    received.push(event);
    return fails ? Promise.reject(new TypeError("no luck")) : Promise.resolve(null);
  };
  const created = createEventForwarder({
    motoUrl: moto.url,
    region: "us-east-1",
    clock,
    targets: {
      lambdas: createInProcessLambdas(new Map([[WAKE_ARN, wake]]), clock),
      startExecution: () => Promise.resolve(),
      publish: () => undefined,
    },
    onFailed: (message) => {
      failures.push(message);
    },
  });
  forwarder = created;
  const until = async (met: () => boolean): Promise<void> => {
    while (!met()) await new Promise((resolve) => setImmediate(resolve));
  };
  return { forwarder: created, received, asked, failures, until };
}

it("delivers an event to the targets of enabled rules that match, on every page", async () => {
  const environment = await given([
    [
      { Name: "disabled", EventPattern: PATTERN, State: "DISABLED" },
      { Name: "other", EventPattern: '{"source":["aws.states"]}', State: "ENABLED" },
      { Name: "timed" },
    ],
    [{ Name: "ended", EventPattern: PATTERN, State: "ENABLED" }],
  ]);

  environment.forwarder.put(EVENT);
  await environment.until(() => environment.received.length > 0);

  expect(environment.received).toEqual([EVENT]);
  expect(environment.asked).toEqual([{ Rule: "ended" }]);
});

it("transforms the event for the target", async () => {
  const InputTransformer = { InputPathsMap: { id: "$.detail.jobId" }, InputTemplate: '{"job":<id>}' };
  const environment = await given([[{ Name: "ended", EventPattern: PATTERN }]], { Arn: WAKE_ARN, InputTransformer });

  environment.forwarder.put(EVENT);
  await environment.until(() => environment.received.length > 0);

  expect(environment.received).toEqual([{ job: "j" }]);
});

it("reports an event that a function rejects three times", async () => {
  const environment = await given([[{ Name: "ended", EventPattern: PATTERN }]], { Arn: WAKE_ARN }, true);

  environment.forwarder.put(EVENT);
  await environment.until(() => environment.failures.length > 0);

  expect(environment.received).toHaveLength(3);
  expect(environment.failures).toEqual([
    expect.stringContaining(`rule ended: could not deliver to ${WAKE_ARN}: TypeError`),
  ]);
});

it("reports a rule with an unsupported pattern", async () => {
  const environment = await given([[{ Name: "odd", EventPattern: '{"$or":[]}' }]]);

  environment.forwarder.put(EVENT);
  await environment.until(() => environment.failures.length > 0);

  expect(environment.failures).toEqual([expect.stringContaining("local mode supports only")]);
});

it("drops pending events when it closes", async () => {
  const environment = await given([[{ Name: "ended", EventPattern: PATTERN }]]);

  environment.forwarder.put(EVENT);
  await environment.forwarder.close();

  expect([environment.received, environment.failures]).toEqual([[], []]);
});
