import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { VirtualClock } from "../../src/clock";
import { type Event, call, closeEndpoints, create, givenEndpoint, run } from "./fixtures";

/** Executions recorded on AWS. `*` in a text stands for characters that differ in every execution. */
const recordings = z
  .object({
    about: z.string(),
    values: z.array(z.object({ state: z.looseObject({}), returns: z.array(z.tuple([z.json(), z.json()])) })),
    histories: z.array(
      z.object({
        name: z.string(),
        definition: z.looseObject({}),
        input: z.json(),
        events: z.array(z.tuple([z.number(), z.string(), z.json()])),
      }),
    ),
    rejected: z.array(
      z.object({ name: z.string(), recordings: z.number(), reason: z.string(), definition: z.looseObject({}) }),
    ),
  })
  .parse(JSON.parse(readFileSync(path.join(__dirname, "recordings.json"), "utf8")));

/** Why a recorded definition is rejected, by the message that names it. Every reason is in docs/limits.md. */
const REASONS = [
  "State type Map is not supported",
  "State type Parallel is not supported",
  "does not support task resource",
  "does not support filters",
];

afterEach(closeEndpoints);

function givenRecordedEndpoint() {
  const clock = new VirtualClock();
  return givenEndpoint(
    { echo: (event) => Promise.resolve(event), slow: (_, { pause }) => pause(60_000) },
    { clock, lambdaClock: clock },
  );
}

/** Returns an event as in a recording: previous event, type and details, with JSON objects in texts parsed. */
function summarizeEvent({ previousEventId, type, ...event }: Event): unknown {
  const details = Object.entries(event).find(([key]) => key.endsWith("EventDetails"))?.[1] ?? {};
  return [previousEventId, type, parseTexts(withoutTruncated(details))];
}

function withoutTruncated(details: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(z.record(z.string(), z.unknown()).parse(details)).filter(
      ([, value]) => JSON.stringify(value) !== '{"truncated":false}',
    ),
  );
}

/** Replaces every text that is a JSON object by the object. */
function parseTexts(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith("{") ? JSON.parse(value) : value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, parseTexts(item)]));
}

/** Returns a recorded value as a matcher: `*` matches any text, and a text that is only `*` any value. */
function toMatcher(value: unknown): unknown {
  if (value === "*") return expect.anything();
  if (typeof value === "string" && value.includes("*")) {
    const parts = value.split("*").map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`));
    return expect.stringMatching(new RegExp(`^${parts.join(".*")}$`, "su"));
  }
  if (Array.isArray(value)) return value.map(toMatcher);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, toMatcher(item)]));
}

const values = recordings.values.flatMap(({ state, returns }) =>
  returns.map(([input, output], index): [string, object, unknown, unknown] => [
    `${JSON.stringify(state)}, case ${index}`,
    state,
    input,
    output,
  ]),
);

describe("recordings of AWS", () => {
  it.each(values)("returns the recorded value of %s", async (_, state, input, output) => {
    const endpoint = await givenRecordedEndpoint();

    const { events } = await run(endpoint, { StartAt: "State_0", States: { State_0: state } }, input);

    expect(events.map(summarizeEvent).slice(1)).toEqual([
      [0, "PassStateEntered", { name: "State_0", input: parseTexts(JSON.stringify(input)) }],
      [2, "PassStateExited", { name: "State_0", output: toMatcher(output) }],
      [3, "ExecutionSucceeded", { output: toMatcher(output) }],
    ]);
  });

  it.each(recordings.histories)("writes the recorded events of $name", async ({ definition, input, events }) => {
    const endpoint = await givenRecordedEndpoint();

    const result = await run(endpoint, definition, input);

    expect(result.events.map(summarizeEvent).slice(1)).toEqual(events.map(toMatcher));
  });

  it.each(recordings.rejected)("rejects by name what it does not support: $name", async ({ definition, reason }) => {
    const endpoint = await givenRecordedEndpoint();

    expect(REASONS).toContain(reason);
    await expect(create(endpoint, definition)).rejects.toThrow(reason);
    expect(await call(endpoint, "ListStateMachines", {})).toEqual({ stateMachines: [] });
  });

  it("contains every open recording", () => {
    const rejected = recordings.rejected.reduce((sum, { recordings: count }) => sum + count, 0);

    expect([values.length, recordings.histories.length, rejected]).toEqual([169, 22, 21]);
  });
});
