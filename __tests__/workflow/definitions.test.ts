import validate from "asl-validator";
import { STATE } from "../../workflow/states";
import { pollDefinition, syncDefinition } from "../../workflow/state-machine-definition";
import { WORKFLOW_ERROR } from "../../workflow/workflow-errors";
import { findTransitions } from "./find-transitions";

const poll = pollDefinition({
  submitJobFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:submit-job",
  checkJobFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:check-job",
});
const sync = syncDefinition();
const DEFINITIONS = [
  ["poll", poll],
  ["sync", sync],
] as const;

describe.each(DEFINITIONS)("the definition of %s", (_integration, definition) => {
  const states = Object.keys(definition.States);
  const transitions = findTransitions(definition);

  it("is valid Amazon States Language", () => {
    const { isValid, errorsText } = validate(structuredClone(definition));

    expect(errorsText()).toBe("");
    expect(isValid).toBe(true);
  });

  it("leads only to states that exist", () => {
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

  it("stays as it is", () => {
    expect(definition).toMatchSnapshot();
  });
});

it("keeps the states of AWS's sample and their picture", () => {
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

describe.each([STATE.submitJob, STATE.getJobStatus] as const)("%s", (name) => {
  const state = poll.States[name];

  it.each([
    ["throttling a hundred times", ["BatchApi.Throttled"], 100],
    [
      "what else passes ten times",
      [
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
        "States.Timeout",
        "BatchApi.Server",
      ],
      10,
    ],
  ])("retries %s, from 2 s to 60 s, with full jitter", (_, errors, maxAttempts) => {
    const retriers: readonly { readonly ErrorEquals: readonly string[] }[] = state.Retry;

    const forErrors = retriers.filter(({ ErrorEquals }) => errors.some((error) => ErrorEquals.includes(error)));
    expect(forErrors.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual(expect.arrayContaining(errors));
    expect(forErrors).toMatchObject([
      {
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxDelaySeconds: 60,
        MaxAttempts: maxAttempts,
        JitterStrategy: "FULL",
      },
    ]);
  });

  it.each([WORKFLOW_ERROR.client, WORKFLOW_ERROR.invalidRequest, "States.ALL", "States.TaskFailed"])(
    "never retries %s",
    (error) => {
      expect(state.Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).not.toContain(error);
    },
  );

  it("explains exactly the errors that carry a JobResult", () => {
    expect(state.Catch).toEqual([
      {
        ErrorEquals: ["BatchJob.InvalidRequest", "BatchApi.Client", "BatchApi.Throttled", "BatchApi.Server"],
        ResultPath: "$",
        Next: STATE.explainFailure,
      },
    ]);
  });

  it("may not take longer than its function, by far", () => {
    expect(state.TimeoutSeconds).toBe(60);
  });
});

it("never retries a submission that nothing can look for", () => {
  expect(sync.States[STATE.submitJob]).not.toHaveProperty("Retry");
});
