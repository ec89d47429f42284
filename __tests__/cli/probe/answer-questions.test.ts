import { answerQuestions, renderFindings } from "../../../cli/probe/answer-questions";
import type { ObservedRun } from "../../../cli/probe/observe-run";
import type { ReceivedEvent } from "../../../cli/probe/read-received-events";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";

const STOPPED_AT = "2026-01-01T00:00:00.000Z";
const STOPPED_MS = Date.parse(STOPPED_AT);
const attempt = { number: 1, exitCode: 0, reason: null, startedAt: null, stoppedAt: STOPPED_AT, logStreamName: null };

const runOf = (kind: ObservedRun["kind"], jobId: string, more: Partial<ObservedRun> = {}): ObservedRun => ({
  kind,
  result: { ...EMPTY_RESULT, jobId, polls: 1, retryable: false, stoppedAt: STOPPED_AT, attempts: [attempt] },
  wokenAtMs: [STOPPED_MS + 1_500],
  waitedMs: [800],
  endedAtMs: STOPPED_MS + 2_000,
  ...more,
});
const eventOf = (jobId: string, more: Partial<ReceivedEvent> = {}): ReceivedEvent => ({
  eventId: `event-${jobId}`,
  detailType: "Batch Job State Change",
  jobId,
  status: "SUCCEEDED",
  fields: ["jobId"],
  tags: ["resourceArn"],
  atMs: STOPPED_MS + 1_000,
  ...more,
});

function answer(runs: readonly ObservedRun[], events: readonly ReceivedEvent[]): Readonly<Record<string, string>> {
  return Object.fromEntries(answerQuestions(runs, events).map(({ question, answer: text }) => [question, text]));
}

it("measures from the job's end", () => {
  const late = runOf("job", "late", { wokenAtMs: [STOPPED_MS + 4_000], endedAtMs: STOPPED_MS + 5_000 });
  const answers = answer([runOf("job", "one"), late], [eventOf("one"), eventOf("late", { atMs: STOPPED_MS + 3_000 })]);

  expect(answers).toMatchObject({
    "Seconds from `stoppedAt` to `end-wait`": "median 1.0, worst 3.0 (2 jobs)",
    "Seconds from `stoppedAt` to the end of the wait": "median 1.5, worst 4.0 (2 jobs)",
    "Seconds from `stoppedAt` to the end of the execution": "median 2.0, worst 5.0 (2 jobs)",
    "Shortest wait that an event ended, in seconds": "0.8",
  });
});

it("ignores events of other jobs", () => {
  const answers = answer([runOf("job", "one")], [eventOf("other")]);

  expect(answers["Duplicate events"]).toBe("not answered: no event was received");
});

it("counts an event that arrived twice apart from a second event", () => {
  const events = [eventOf("one"), eventOf("one"), eventOf("one", { eventId: "second" })];

  expect(answer([runOf("job", "one")], events)["Duplicate events"]).toBe("2 of 3, of them 1 with the same event ID");
});

it("counts events that arrived too early, and polls that found the job running", () => {
  const earlier = runOf("job", "earlier", { wokenAtMs: [STOPPED_MS, STOPPED_MS + 10_000] });
  const later = runOf("job", "later");
  const result = { ...EMPTY_RESULT, ...later.result, stoppedAt: "2026-01-01T00:00:05.000Z" };
  const answers = answer([earlier, { ...later, result }], [eventOf("later"), eventOf("earlier")]);

  expect(answers["Events that arrived before one of a job that stopped earlier"]).toBe("1 of 2");
  expect(answers["Polls after an event that still found the job running"]).toBe("1 of 3");
});

it("reports events of children, and of attempts before the last", () => {
  const events = [eventOf("array:0"), eventOf("array:0"), eventOf("retried", { status: "FAILED", attempts: 1 })];
  const retried = runOf("attempts", "retried");
  const result = { ...EMPTY_RESULT, ...retried.result, attempts: [attempt, attempt] };
  const answers = answer([runOf("array", "array"), { ...retried, result }], events);

  expect(answers["Events of an array job"]).toBe("1 of 3 children sent one; the parent sent 0");
  expect(answers["Events of a job that fails in each of 2 attempts"]).toBe(
    "1 at the end of a job: FAILED with 1 attempts",
  );
});

it("returns no answer for attempts of a job that does not fail", () => {
  const answers = answer([runOf("attempts", "one")], []);

  expect(answers["Events of a job that fails in each of 2 attempts"]).toBe(
    "not answered: attempts of the job: 1; the sample job is required, which fails as asked",
  );
});

it("renders a table of Markdown", () => {
  expect(renderFindings([{ question: "a", answer: "b" }])).toBe("| question | answer |\n| --- | --- |\n| a | b |\n");
});
