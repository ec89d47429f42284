import { VirtualClock } from "../../src/clock";
import { parseEventPattern } from "../../src/events/event-pattern";
import { startEventBus, type EventBus, type EventSchedule } from "../../src/events/event-bus";
import { createInProcessLambdas } from "../../testing/in-process-lambdas";

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:terminate-job";
const RULE = {
  name: "stopped",
  pattern: parseEventPattern('{"detail":{"status":["ABORTED"]}}'),
  targets: [{ arn: FUNCTION_ARN }],
};
const SWEEP_INPUT = { sweep: true };
const SWEEP = { name: "sweep", everyMs: 900_000, targetArn: FUNCTION_ARN, createInput: () => SWEEP_INPUT };
const STOPPED = { detail: { status: "ABORTED" } };

const NO_TARGETS = { startExecution: () => Promise.resolve(), publish: () => undefined };

let bus: EventBus | undefined;
afterEach(() => bus?.close());

/** Event bus whose function records its invocations, and fails for the given number of times. */
function givenBus({ failures = 0, schedules = [] }: { failures?: number; schedules?: EventSchedule[] } = {}) {
  const clock = new VirtualClock(new Date(0));
  const invocations: { atSeconds: number; event: unknown }[] = [];
  const undelivered: string[] = [];
  let left = failures;
  const handler = (event: unknown): Promise<null> => {
    invocations.push({ atSeconds: clock.now() / 1000, event });
    left -= 1;
    return left >= 0 ? Promise.reject(new TypeError("no luck")) : Promise.resolve(null);
  };
  const lambdas = createInProcessLambdas(new Map([[FUNCTION_ARN, handler]]), clock);
  const onFailed = (message: string): void => void undelivered.push(message);
  bus = startEventBus({ clock, targets: { ...NO_TARGETS, lambdas }, rules: [RULE], schedules, onFailed });
  return { bus, clock, invocations, undelivered };
}

it("delivers an unchanged event to the functions of matching rules", async () => {
  const { clock, invocations, ...given } = givenBus();

  given.bus.put(STOPPED);
  given.bus.put({ detail: { status: "SUCCEEDED" } });
  await clock.sleep(3_600_000);

  expect(invocations).toEqual([{ atSeconds: 0, event: STOPPED }]);
});

it("retries a failed event after one minute, then after two minutes", async () => {
  const { clock, invocations, undelivered, ...given } = givenBus({ failures: 2 });

  given.bus.put(STOPPED);
  await clock.sleep(3_600_000);

  expect(invocations.map(({ atSeconds }) => atSeconds)).toEqual([0, 60, 180]);
  expect(undelivered).toEqual([]);
});

it("reports rule, target and error of an event that failed three times", async () => {
  const { clock, invocations, undelivered, ...given } = givenBus({ failures: 9 });

  given.bus.put(STOPPED);
  await clock.sleep(3_600_000);

  expect(invocations).toHaveLength(3);
  expect(undelivered).toEqual([
    expect.stringContaining(`rule stopped: could not deliver to ${FUNCTION_ARN}: TypeError`),
  ]);
});

it("discards a failed event if onFailed is not set", async () => {
  const clock = new VirtualClock(new Date(0));
  const targets = { ...NO_TARGETS, lambdas: createInProcessLambdas(new Map(), clock) };
  bus = startEventBus({ clock, targets, rules: [RULE], schedules: [] });

  bus.put(STOPPED);

  await expect(clock.sleep(3_600_000)).resolves.toBeUndefined();
});

it("runs a schedule while other work advances the clock", async () => {
  const { clock, invocations } = givenBus({ schedules: [SWEEP] });

  await clock.sleep(3_600_000 - 1);

  const event = SWEEP_INPUT;
  expect(invocations).toEqual([900, 1800, 2700].map((atSeconds) => ({ atSeconds, event })));
  expect(clock.now()).toBe(3_600_000 - 1);
});

it("passes the input created for the time to a scheduled target", async () => {
  const createInput = (nowMs: number) => ({ nowMs });
  const { clock, invocations } = givenBus({ schedules: [{ ...SWEEP, createInput }] });

  await clock.sleep(1_000_000);

  expect(invocations.map(({ event }) => event)).toEqual([{ nowMs: 900_000 }]);
});

it("starts the next run without waiting for a slow one", async () => {
  const { clock, invocations, undelivered } = givenBus({ schedules: [{ ...SWEEP, everyMs: 60_000 }], failures: 99 });

  await clock.sleep(300_000);

  expect(invocations.filter(({ atSeconds }) => atSeconds === 180)).toHaveLength(2);
  expect(undelivered[0]).toContain("rule sweep");
});

it("ends waits and schedules on close", async () => {
  const { clock, invocations, undelivered, ...given } = givenBus({ failures: 9, schedules: [SWEEP] });
  given.bus.put(STOPPED);

  await given.bus.close();
  await clock.sleep(3_600_000);

  expect(invocations).toHaveLength(1);
  expect(undelivered).toEqual([]);
});

describe("a rule with a target other than a function", () => {
  const STATE_MACHINE_ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
  const TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:jobs";
  const lambdas = createInProcessLambdas(new Map());
  const rulesFor = (arn: string) => [{ ...RULE, targets: [{ arn, transform: () => ({ made: "of it" }) }] }];

  it("starts an execution with the transformed event", async () => {
    const clock = new VirtualClock(new Date(0));
    const started: unknown[][] = [];
    const startExecution = (...call: unknown[]) => Promise.resolve(void started.push(call));
    const targets = { ...NO_TARGETS, lambdas, startExecution };
    bus = startEventBus({ clock, targets, rules: rulesFor(STATE_MACHINE_ARN), schedules: [] });

    bus.put(STOPPED);
    await clock.sleep(1_000);

    expect(started).toEqual([[STATE_MACHINE_ARN, { made: "of it" }]]);
  });

  it("reports the state machine and error if an execution cannot be started", async () => {
    const clock = new VirtualClock(new Date(0));
    const undelivered: string[] = [];
    const startExecution = () => Promise.reject(new Error("no such machine"));
    const targets = { ...NO_TARGETS, lambdas, startExecution };
    const onFailed = (message: string): void => void undelivered.push(message);
    bus = startEventBus({ clock, targets, rules: rulesFor(STATE_MACHINE_ARN), schedules: [], onFailed });

    bus.put(STOPPED);
    await clock.sleep(1_000);

    expect(undelivered).toEqual([`rule stopped: could not deliver to ${STATE_MACHINE_ARN}: no such machine`]);
  });

  it("publishes the transformed event to a topic as JSON", async () => {
    const clock = new VirtualClock(new Date(0));
    const published: string[][] = [];
    const publish = (topicArn: string, message: string): void => void published.push([topicArn, message]);
    const targets = { ...NO_TARGETS, lambdas, publish };
    bus = startEventBus({ clock, targets, rules: rulesFor(TOPIC_ARN), schedules: [] });

    bus.put(STOPPED);
    await clock.sleep(1_000);

    expect(published).toEqual([[TOPIC_ARN, '{"made":"of it"}']]);
  });
});
