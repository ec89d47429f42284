import { pollDefinition, STATE, type PollDefinitionProps } from "./poll-definition";

export interface EventsDefinitionProps extends PollDefinitionProps {
  /** Name of the table in which waits are stored until their job changes. */
  readonly waitTableName: string;
}

/**
 * Item of the table: a wait that an event can end. Every wait of an execution replaces the earlier one.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
const WAIT_ITEM = {
  jobId: { "S.$": "$.jobId" },
  executionArn: { "S.$": "$$.Execution.Id" },
  taskToken: { "S.$": "$$.Task.Token" },
  expiresAt: { "N.$": "$.eventWait.expiresAt" },
};

/**
 * The state machine of `poll` with waits that a change of the job ends early. Nothing depends on the event: without
 * one, the wait ends at the same time as in `poll`, and a wait that cannot be stored becomes a look at the job.
 */
export function eventsDefinition({ waitTableName, ...functionArns }: EventsDefinitionProps) {
  const { States: states } = pollDefinition(functionArns);
  const submitJob = states[STATE.submitJob];
  const jobComplete = states[STATE.jobComplete];
  return {
    Comment: "Submits an AWS Batch job and waits until it has ended.",
    StartAt: STATE.submitJob,
    States: {
      ...states,
      [STATE.submitJob]: {
        ...submitJob,
        Parameters: { ...submitJob.Parameters, integration: "events" },
        Next: STATE.jobComplete,
      },
      [STATE.waitForEvent]: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken",
        Parameters: { TableName: waitTableName, Item: WAIT_ITEM },
        TimeoutSecondsPath: "$.waitSeconds",
        ResultPath: "$.wake",
        // The error says how the wait ended; States.Timeout is the ordinary one.
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.wake", Next: STATE.getJobStatus }],
        Next: STATE.getJobStatus,
      },
      [STATE.jobComplete]: {
        ...jobComplete,
        Choices: [
          ...jobComplete.Choices,
          {
            // A function of an earlier version does not return the member.
            And: [
              { Variable: "$.eventWait", IsPresent: true },
              { Variable: "$.eventWait", IsNull: false },
            ],
            Next: STATE.waitForEvent,
          },
        ],
      },
    },
  };
}
