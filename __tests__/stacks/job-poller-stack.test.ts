import { z } from "zod";
import sampleInput from "../../sample-job/execution-input.json";
import { pollDefinition } from "../../workflow/definitions/poll-definition";
import { syncDefinition } from "../../workflow/definitions/sync-definition";
import { resourceOf, resourcesOf, synthEnvironment, type SynthesizedStack } from "../../testing/given-deployment";
import { managedStatements, roleStatements } from "./policies";

const JOB_QUEUE_ARN = "arn:aws:batch:eu-west-1:123456789012:job-queue/nightly";
const JOB_DEFINITION_ARN = "arn:aws:batch:eu-west-1:123456789012:job-definition/nightly";
const SUBMIT_JOB_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:job-status-poller-dev-submit-job";
const CHECK_JOB_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:job-status-poller-dev-check-job";

function definitionOf(stack: SynthesizedStack): unknown {
  return JSON.parse(z.string().parse(resourceOf(stack, "aws_sfn_state_machine")["definition"]));
}

/** The definition has separate tests. */
function withoutDefinition(stack: SynthesizedStack): SynthesizedStack {
  resourcesOf(stack, "aws_sfn_state_machine").forEach((stateMachine) => {
    Object.assign(stateMachine, { definition: "(of workflow/)" });
  });
  return stack;
}

describe("JobPollerStack", () => {
  it("matches the snapshot", () => {
    expect(withoutDefinition(synthEnvironment().jobPoller)).toMatchSnapshot();
  });

  it("deploys the polling definition with literal ARNs of its two functions", () => {
    const { jobPoller } = synthEnvironment();

    expect(definitionOf(jobPoller)).toEqual(
      pollDefinition({ submitJobFunctionArn: SUBMIT_JOB_ARN, checkJobFunctionArn: CHECK_JOB_ARN }),
    );
  });

  it("changes only the definition and the role of the state machine with the integration sync", () => {
    const poll = synthEnvironment().jobPoller;
    const sync = synthEnvironment({ WAIT_INTEGRATION: "sync" }).jobPoller;

    expect(definitionOf(sync)).toEqual(JSON.parse(JSON.stringify(syncDefinition())));
    const changed = Object.entries(sync.resource).flatMap(([type, resources]) =>
      Object.entries(resources)
        .filter(([name, resource]) => JSON.stringify(resource) !== JSON.stringify(poll.resource[type]?.[name]))
        .map(([name]) => `${type}.${name.replace(/_[0-9A-F]{8}$/, "")}`),
    );
    expect(changed).toEqual(["aws_iam_role_policy.state-machine_Role_Policy", "aws_sfn_state_machine.state-machine"]);
  });

  it("outputs everything that is needed to start an execution", () => {
    const { output } = synthEnvironment().jobPoller;

    const stateMachineArn = "arn:aws:states:eu-west-1:123456789012:stateMachine:job-status-poller-dev";
    expect(Object.fromEntries(Object.entries(output).map(([name, { value }]) => [name, value]))).toEqual({
      state_machine_arn: stateMachineArn,
      job_queue_arn: "arn:aws:batch:eu-west-1:123456789012:job-queue/job-status-poller-dev",
      job_definition_arn: "arn:aws:batch:eu-west-1:123456789012:job-definition/job-status-poller-dev",
      sample_input: JSON.stringify(sampleInput),
      console_url: `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/statemachines/view/${stateMachineArn}`,
    });
  });

  it("uses the environment's queue and job definition in the sample input", () => {
    const { output } = synthEnvironment({ DEPLOY_ENVIRONMENT: "prod" }).jobPoller;

    expect(JSON.parse(output["sample_input"]?.value ?? "")).toEqual({
      ...sampleInput,
      jobDefinition: "job-status-poller-prod",
      jobQueue: "job-status-poller-prod",
    });
  });

  it.each([
    ["cn-north-1", "arn:aws-cn:states:cn-north-1:", "https://cn-north-1.console.amazonaws.cn/"],
    ["us-gov-west-1", "arn:aws-us-gov:states:us-gov-west-1:", "https://us-gov-west-1.console.amazonaws-us-gov.com/"],
  ])("uses the ARN partition and console host of %s", (region, arnStart, consoleStart) => {
    const { output } = synthEnvironment({ AWS_REGION: region }).jobPoller;

    expect(output["state_machine_arn"]?.value).toMatch(arnStart);
    expect(output["console_url"]?.value).toMatch(consoleStart);
  });

  it("submits to an existing queue and job definition, sweeps that queue, and outputs both", () => {
    const { jobPoller, stateBackend } = synthEnvironment({
      JOB_QUEUE_ARN,
      JOB_DEFINITION_ARN: `${JOB_DEFINITION_ARN}:7`,
    });

    const { output } = jobPoller;
    expect(output["job_queue_arn"]?.value).toBe(JOB_QUEUE_ARN);
    expect(output["job_definition_arn"]?.value).toBe(`${JOB_DEFINITION_ARN}:7`);
    expect(output["failing_input"]?.value).toContain(`"jobDefinition":"${JOB_DEFINITION_ARN}:999999999"`);
    expect(JSON.parse(output["sample_input"]?.value ?? "")).toEqual({
      ...sampleInput,
      jobDefinition: `${JOB_DEFINITION_ARN}:7`,
      jobQueue: JOB_QUEUE_ARN,
    });
    const terminateJob = resourcesOf(jobPoller, "aws_lambda_function").find(
      ({ function_name: name }) => name === "job-status-poller-dev-terminate-job",
    );
    expect(terminateJob).toMatchObject({ environment: { variables: { JOB_QUEUES: JOB_QUEUE_ARN } } });
    const submitting = [
      ...roleStatements(jobPoller, "job-status-poller-dev", "eu-west-1"),
      ...managedStatements(stateBackend, "job-status-poller-dev", "eu-west-1"),
    ].filter(({ statement }) => statement.Action.includes("batch:SubmitJob"));
    expect(submitting.map(({ owner, statement }) => [owner, statement.Resource])).toEqual([
      ["submit-job", [JOB_QUEUE_ARN, `${JOB_DEFINITION_ARN}:7`]],
      ["boundary", [JOB_QUEUE_ARN, `${JOB_DEFINITION_ARN}:7`]],
    ]);
  });

  it.each([
    [{}, false],
    [{ JOB_ENVIRONMENT: '{"STAGE":"test"}' }, false],
    [{ JOB_IMAGE: "registry/job:7" }, true],
    [{ JOB_COMMAND: '["true"]' }, true],
  ])("has an input that Batch refuses only for a job other than the sample: %j is %s", (settings, has) => {
    expect("failing_input" in synthEnvironment(settings).jobPoller.output).toBe(has);
  });
});
