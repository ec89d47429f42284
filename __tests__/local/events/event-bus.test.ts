import { VirtualClock } from "../../../local/clock";
import { parseEventPattern } from "../../../local/events/event-pattern";
import { startEventBus, type EventBus } from "../../../local/events/event-bus";
import type { EventSchedule } from "../../../local/events/event-rule";
import { createInProcessLambdas } from "../../../local/lambda/in-process-lambdas";

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:terminate-job";
const RULE = {
  name: "stopped",
  pattern: parseEventPattern('{"detail":{"status":["ABORTED"]}}'),
  functionArns: [FUNCTION_ARN],
};
const SWEEP = { name: "sweep", everyMs: 900_000, functionArn: FUNCTION_ARN, input: { sweep: true } };
const STOPPED = { detail: { status: "ABORTED" } };

let bus: EventBus | undefined;
afterEach(() => bus?.close());

/** A bus whose function notes when it was invoked with what, and fails as often as it is told. */
function givenBus({ failures = 0, schedules = [] }: { failures?: number; schedules?: EventSchedule[] } = {}) {
  const clock = new VirtualClock(new Date(0));
  const invocations: { atSeconds: number; event: unknown }[] = [];
  const givenUp: string[] = [];
  let left = failures;
  const handler = (event: unknown): Promise<null> => {
    invocations.push({ atSeconds: clock.now() / 1000, event });
    left -= 1;
    return left >= 0 ? Promise.reject(new TypeError("no luck")) : Promise.resolve(null);
  };
  const lambdas = createInProcessLambdas(new Map([[FUNCTION_ARN, handler]]));
  const onGivenUp = (message: string): void => void givenUp.push(message);
  bus = startEventBus({ clock, lambdas, rules: [RULE], schedules, onGivenUp });
  return { bus, clock, invocations, givenUp };
}

it("gives an event to the functions of the rules that it matches, as it came", async () => {
  const { clock, invocations, ...given } = givenBus();

  given.bus.put(STOPPED);
  given.bus.put({ detail: { status: "SUCCEEDED" } });
  await clock.sleep(3_600_000);

  expect(invocations).toEqual([{ atSeconds: 0, event: STOPPED }]);
});

it("tries a failed event again after one minute, and after two more", async () => {
  const { clock, invocations, givenUp, ...given } = givenBus({ failures: 2 });

  given.bus.put(STOPPED);
  await clock.sleep(3_600_000);

  expect(invocations.map(({ atSeconds }) => atSeconds)).toEqual([0, 60, 180]);
  expect(givenUp).toEqual([]);
});

it("gives an event up that failed three times, and says which and why", async () => {
  const { clock, invocations, givenUp, ...given } = givenBus({ failures: 9 });

  given.bus.put(STOPPED);
  await clock.sleep(3_600_000);

  expect(invocations).toHaveLength(3);
  expect(givenUp).toEqual([expect.stringContaining(`rule stopped: ${FUNCTION_ARN} failed for good with TypeError`)]);
});

it("gives an event up silently when nobody wants to know", async () => {
  const clock = new VirtualClock(new Date(0));
  bus = startEventBus({ clock, lambdas: createInProcessLambdas(new Map()), rules: [RULE], schedules: [] });

  bus.put(STOPPED);

  await expect(clock.sleep(3_600_000)).resolves.toBeUndefined();
});

it("runs a schedule for as long as something else makes time pass", async () => {
  const { clock, invocations } = givenBus({ schedules: [SWEEP] });

  await clock.sleep(3_600_000 - 1);

  const event = SWEEP.input;
  expect(invocations).toEqual([900, 1800, 2700].map((atSeconds) => ({ atSeconds, event })));
  expect(clock.now()).toBe(3_600_000 - 1);
});

it("tells a function that was given no input of the rule and the time", async () => {
  const { input, ...schedule } = SWEEP;
  const { clock, invocations } = givenBus({ schedules: [schedule] });

  await clock.sleep(1_000_000);

  expect(input).toBeDefined();
  expect(invocations.map(({ event }) => event)).toEqual([
    expect.objectContaining({
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: "123456789012",
      time: "1970-01-01T00:15:00Z",
      resources: ["arn:aws:events:us-east-1:123456789012:rule/sweep"],
    }),
  ]);
});

it("does not wait for a slow run before the next", async () => {
  const { clock, invocations, givenUp } = givenBus({ schedules: [{ ...SWEEP, everyMs: 60_000 }], failures: 99 });

  await clock.sleep(300_000);

  expect(invocations.filter(({ atSeconds }) => atSeconds === 180)).toHaveLength(2);
  expect(givenUp[0]).toContain("rule sweep");
});

it("ends waits and schedules when it is closed", async () => {
  const { clock, invocations, givenUp, ...given } = givenBus({ failures: 9, schedules: [SWEEP] });
  given.bus.put(STOPPED);

  await given.bus.close();
  await clock.sleep(3_600_000);

  expect(invocations).toHaveLength(1);
  expect(givenUp).toEqual([]);
});
