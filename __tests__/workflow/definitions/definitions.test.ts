import validate from "asl-validator";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
import { EVENTS_PER_POLL, MAX_HISTORY_EVENTS, MAX_POLLS } from "../../../workflow/pacing";
import { STATE } from "../../../workflow/definitions/poll-definition";
import { eventsDefinition } from "../../../workflow/definitions/events-definition";
import { pollDefinition } from "../../../workflow/definitions/poll-definition";
import { syncDefinition } from "../../../workflow/definitions/sync-definition";
import { WORKFLOW_ERROR } from "../../../workflow/result/failure";
import { findTransitions } from "./find-transitions";

const FUNCTION_ARNS = {
  submitJobFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:submit-job",
  checkJobFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:check-job",
};
const poll = pollDefinition(FUNCTION_ARNS);
const events = eventsDefinition({ ...FUNCTION_ARNS, waitTableName: "poller-waits" });
const sync = syncDefinition();
const DEFINITIONS = [
  ["poll", poll],
  ["events", events],
  ["sync", sync],
] as const;

describe.each(DEFINITIONS)("the definition of %s", (_integration, definition) => {
  const states = Object.keys(definition.States);
  const transitions = findTransitions(definition);

  it("validates as Amazon States Language", () => {
    const { isValid, errorsText } = validate(structuredClone(definition));

    expect(errorsText()).toBe("");
    expect(isValid).toBe(true);
  });

  it("has transitions only to existing states", () => {
    expect(states).toEqual(expect.arrayContaining(transitions.map(({ to }) => to)));
    expect(transitions.length).toBeGreaterThan(states.length - 2);
  });

  it("can reach every state from its start", () => {
    const reached = new Set<string>([definition.StartAt]);
    for (const state of reached) for (const { from, to } of transitions) if (from === state) reached.add(to);

    expect([...reached].sort()).toEqual([...states].sort());
  });

  it("can end from every state", () => {
    const ending = new Set(
      Object.entries<object>(definition.States)
        .filter(([, state]) => "End" in state || ("Type" in state && state.Type === "Fail"))
        .map(([name]) => name),
    );
    for (const state of ending) for (const { from, to } of transitions) if (to === state) ending.add(from);

    expect([...ending].sort()).toEqual([...states].sort());
  });

  it("matches the snapshot", () => {
    expect(definition).toMatchSnapshot();
  });
});

it("keeps the states and transitions of AWS's sample", () => {
  const edges = findTransitions(poll).map(({ from, to }) => `${from} -> ${to}`);

  expect(edges).toEqual(
    expect.arrayContaining([
      "Submit Job -> Wait X Seconds",
      "Wait X Seconds -> Get Job Status",
      "Get Job Status -> Job Complete?",
      "Job Complete? -> Job Failed",
      "Job Complete? -> Get Final Job Status",
      "Job Complete? -> Wait X Seconds",
    ]),
  );
});

const LONG_RETRY = {
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  MaxAttempts: 300,
  JitterStrategy: "FULL",
};

describe("Submit Job", () => {
  const state = poll.States[STATE.submitJob];

  it("retries transient errors for hours, from 2 s to 60 s, with full jitter", () => {
    expect(state.Retry).toMatchObject([LONG_RETRY]);
    expect(state.Retry[0]?.ErrorEquals).toEqual(
      expect.arrayContaining([
        "BatchApi.Throttled",
        "BatchApi.Server",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
        "States.Timeout",
      ]),
    );
  });

  it.each([WORKFLOW_ERROR.client, WORKFLOW_ERROR.invalidRequest, "States.ALL", "States.TaskFailed"])(
    "does not retry after %s",
    (error) => {
      expect(state.Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).not.toContain(error);
    },
  );

  it("catches errors with a JobResult, and creates a JobResult for all others", () => {
    expect(state.Catch).toEqual([
      {
        ErrorEquals: ["BatchJob.InvalidRequest", "BatchApi.Client", "BatchApi.Throttled", "BatchApi.Server"],
        ResultPath: "$",
        Next: STATE.explainFailure,
      },
      { ErrorEquals: ["States.ALL"], ResultPath: "$", Next: STATE.submitJobFailed },
    ]);
  });
});

describe("Get Job Status", () => {
  const state = poll.States[STATE.getJobStatus];

  it("retries every error for hours, from 2 s to 60 s, with full jitter", () => {
    expect(state.Retry).toEqual([{ ErrorEquals: ["States.ALL"], ...LONG_RETRY }]);
  });

  it("creates a JobResult from the watch when retries are exhausted", () => {
    expect(state.Catch).toEqual([{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: STATE.lambdaFailed }]);
  });
});

it.each([STATE.submitJob, STATE.getJobStatus] as const)("sets the timeout of %s to that of its function", (name) => {
  expect(poll.States[name].TimeoutSeconds).toBe(60);
});

it("returns every member of a JobResult when a function has failed for too long", () => {
  const { result } = poll.States[STATE.lambdaFailed].Parameters;

  expect(Object.keys(result).map((member) => member.replace(/\.\$$/, ""))).toEqual(Object.keys(EMPTY_RESULT));
});

it("leaves room in the history for the retries of the last poll", () => {
  const eventsOfRetries = 3 * LONG_RETRY.MaxAttempts;

  expect(MAX_POLLS * EVENTS_PER_POLL + eventsOfRetries).toBeLessThan(MAX_HISTORY_EVENTS - 1_000);
});

describe("Wait for Event", () => {
  const state = events.States[STATE.waitForEvent];

  it("ends like a plain wait, whether an event came, the time is over, or the table refused the wait", () => {
    expect(state.TimeoutSecondsPath).toBe("$.waitSeconds");
    expect(state.Next).toBe(events.States[STATE.wait].Next);
    expect(state.Catch).toEqual([{ ErrorEquals: ["States.ALL"], ResultPath: "$.wake", Next: STATE.getJobStatus }]);
  });

  it("keeps every state of poll, so that an execution can wait without the table", () => {
    const others = Object.entries<object>(events.States).filter(([name]) => name !== STATE.waitForEvent);

    expect(others.map(([name]) => name)).toEqual(Object.keys(poll.States));
    const changed = others.filter(
      ([name, other]) =>
        JSON.stringify(other) !== JSON.stringify(Object.entries(poll.States).find(([of]) => of === name)?.[1]),
    );
    expect(changed.map(([name]) => name)).toEqual([STATE.submitJob, STATE.jobComplete]);
  });
});

it("does not retry a submission in the sync integration", () => {
  expect(sync.States[STATE.submitJob]).not.toHaveProperty("Retry");
});
