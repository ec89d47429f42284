import { describeProgress } from "../../../console/model/progress/describe-progress";
import { foldEvent } from "../../../console/model/progress/fold-event";
import { NO_PROGRESS, type RunProgress } from "../../../console/model/progress/run-progress";
import { renderHistory } from "../../../console/view/render-history";
import {
  entered,
  eventPoll,
  EVENTS_DEFINITION,
  exited,
  givenModel,
  number,
  submitted,
  type EventParts,
} from "../../../testing/console/given-history";

/** First visit of the choice, which leads from Submit Job into the loop. */
const CHOICE: readonly EventParts[] = [
  entered("Job Complete?", "Choice"),
  { ...exited("Job Complete?"), type: "ChoiceStateExited" },
];
const given = (...polls: readonly EventParts[][]) =>
  givenModel([...submitted, ...CHOICE, ...polls.flat()], EVENTS_DEFINITION);

function fold(...parts: readonly EventParts[]) {
  let progress: RunProgress = NO_PROGRESS;
  const lines = number([...submitted, ...CHOICE, ...parts]).flatMap((event) => {
    const step = foldEvent(progress, event);
    progress = step.progress;
    return step.entries.map(({ label, text }) => `${label} ${text}`);
  });
  return { progress, lines };
}

it("shows the time until the next check, and that an event can bring it forward", () => {
  const { progress } = fold(...eventPoll(1, "RUNNING", "timeout").slice(0, 4));

  expect(describeProgress(progress, 0)).toContain("first check in 1 h or at an event");
});

it("reports the event that ended a wait, before the poll that it caused", () => {
  const { lines } = fold(...eventPoll(1, "RUNNING", { status: "SUCCEEDED" }));

  expect(lines.slice(-2)).toEqual(["EVENT Batch reported SUCCEEDED, which ended the wait", "RUNNING poll 1"]);
});

it("reports an event without a status", () => {
  const [entering, ...rest] = eventPoll(1, "RUNNING", { status: "x" });
  const odd: EventParts = { type: "TaskSucceeded" };

  expect(fold(...(entering === undefined ? [] : [entering]), odd, ...rest.slice(4)).lines).toContain(
    "EVENT Batch reported a change, which ended the wait",
  );
});

it("shows a wait whose time is over as succeeded, and one that was refused as a caught error", () => {
  const statusOf = (end: "timeout" | "refused") =>
    given(eventPoll(1, "RUNNING", end)).findRun("Wait for Event")?.status;

  expect(statusOf("timeout")).toBe("succeeded");
  expect(statusOf("refused")).toBe("caught");
  expect(fold(...eventPoll(1, "RUNNING", "timeout").slice(0, 5)).progress.failedAttempt).toBeUndefined();
  expect(fold(...eventPoll(1, "RUNNING", "refused").slice(0, 5)).progress.failedAttempt).toEqual({
    error: "DynamoDb.Refused",
    cause: undefined,
  });
});

it("merges polls after waits whose time is over, and keeps the one that an event caused separate", () => {
  const { rows } = given(
    eventPoll(1, "RUNNING", "timeout"),
    eventPoll(2, "RUNNING", "timeout"),
    eventPoll(3, "RUNNING", { status: "FAILED" }),
    eventPoll(4, "RUNNING", "refused"),
  );

  const loops = rows.flatMap((row) => (row.kind === "loop" ? [row] : []));
  expect(loops.map(({ firstIteration, failures, wakes }) => [firstIteration, failures, wakes])).toEqual([
    [1, 0, 0],
    [3, 0, 1],
    [4, 1, 0],
  ]);
  expect(loops[0]?.states).toEqual(["Wait for Event", "Get Job Status", "Job Complete?"]);
});

it("shows in the history which wait an event ended", () => {
  const model = given(eventPoll(1, "RUNNING", { status: "FAILED" }));

  expect(String(renderHistory(model))).toContain("the wait was ended by an event of the job");
});
