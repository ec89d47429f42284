import type { WaitState } from "../definition/state-schemas";
import { evaluateTyped } from "../jsonata/evaluate-jsonata";
import { type Json, jsonText, toNumber } from "../json/json";
import { findPath } from "../json/path-scope";
import { computeOutput, pathScope, selectInput } from "./data-flow";
import { invalidValue, runtimeFailure } from "./state-failure";
import type { StateOutcome, StateRun } from "./state-run";
import { parseTimestamp } from "./timestamp";

/** Maximum wait in Seconds and SecondsPath, in seconds. */
const MAX_WAIT_SECONDS = 99_999_999;
/** Maximum wait until a timestamp, in seconds: 24,855 days, the largest 32-bit integer. */
const MAX_TIMESTAMP_WAIT_SECONDS = 2 ** 31 - 1;

/** Waits on the clock for a number of seconds or until a timestamp. */
export async function runWait(state: WaitState, run: StateRun): Promise<StateOutcome> {
  const input = selectInput(state.InputPath, run);
  const durationMs = await findDurationMs(state, input, run);
  const isUntilTime = state.Timestamp !== undefined || state.TimestampPath !== undefined;
  if (durationMs > 1000 * (isUntilTime ? MAX_TIMESTAMP_WAIT_SECONDS : MAX_WAIT_SECONDS))
    throw runtimeFailure("Wait state delay is too long.");
  await run.clock.sleep(durationMs, run.signal);
  return { ...(await computeOutput(state, { result: input }, run)), next: state.Next };
}

async function findDurationMs(state: WaitState, input: Json, run: StateRun): Promise<number> {
  if (state.SecondsPath !== undefined) return readSeconds(state.SecondsPath, input, run) * 1000;
  if (state.TimestampPath !== undefined) return readTimestamp(state.TimestampPath, input, run) - run.clock.now();
  if (state.Timestamp !== undefined) return (await timestampOf(state.Timestamp, run)) - run.clock.now();
  if (typeof state.Seconds !== "string") return (state.Seconds ?? 0) * 1000;
  const seconds = await evaluateTyped(state.Seconds, "Seconds", run, {
    name: "number",
    is: (value) => typeof value === "number",
  });
  if (Number.isInteger(seconds) && seconds >= 0) return seconds * 1000;
  throw invalidValue(`The Seconds field must be an integer of at least 0, got ${seconds}`, "Seconds");
}

function readSeconds(path: string, input: Json, run: StateRun): number {
  const value = findPath(path, pathScope(input, run));
  if (value === undefined) throw runtimeFailure(`The SecondsPath parameter does not reference an input value: ${path}`);
  const seconds = typeof value === "string" && /^-?\d+$/u.test(value) ? Number(value) : toNumber(value);
  if (seconds === undefined || !Number.isInteger(seconds))
    throw runtimeFailure(`The SecondsPath parameter cannot be parsed as a long value: ${path} == ${show(value)}`);
  if (seconds < 0) throw runtimeFailure(`The SecondsPath parameter references a negative value: ${path} == ${seconds}`);
  return seconds;
}

function readTimestamp(path: string, input: Json, run: StateRun): number {
  const value = findPath(path, pathScope(input, run));
  if (value === undefined)
    throw runtimeFailure(`The TimestampPath parameter does not reference an input value: ${path}`);
  const timeMs = typeof value === "string" ? parseTimestamp(value) : undefined;
  if (timeMs !== undefined) return timeMs;
  throw runtimeFailure(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${show(value)}`,
  );
}

async function timestampOf(text: string, run: StateRun): Promise<number> {
  const value =
    run.language === "JSONPath"
      ? text
      : await evaluateTyped(text, "Timestamp", run, { name: "string", is: (given) => typeof given === "string" });
  const timeMs = parseTimestamp(value);
  if (timeMs !== undefined) return timeMs;
  const cause = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`;
  throw run.language === "JSONPath" ? runtimeFailure(cause) : invalidValue(cause, "Timestamp");
}

const show = (value: Json): string => (typeof value === "string" ? value : jsonText(value));
