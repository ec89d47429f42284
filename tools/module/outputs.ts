import type { JobPoller } from "../../constructs/job-poller/job-poller";

/** Output of the module. */
interface ModuleOutput {
  readonly name: string;
  readonly description: string;
  readonly value: (jobPoller: JobPoller) => unknown;
}

/** Outputs of the module, by name. */
export const OUTPUTS: readonly ModuleOutput[] = [
  {
    name: "alarm_arns",
    description: "ARNs of the alarms; empty if create_alarms is false",
    value: ({ alarms }) => alarms.map(({ arn }) => arn),
  },
  {
    name: "dead_letter_queue_arn",
    description: "ARN of the queue for events that could not be processed",
    value: ({ deadLetterQueue }) => deadLetterQueue.arn,
  },
  {
    name: "function_arns",
    description: "ARNs of the Lambda functions by name",
    value: ({ functions }) =>
      Object.fromEntries(
        Object.entries(functions).map(([name, { arn }]) => [name.replaceAll(/(?=[A-Z])/g, "_").toLowerCase(), arn]),
      ),
  },
  {
    name: "state_machine_arn",
    description: "ARN of the state machine, for states:StartExecution",
    value: ({ stateMachineArn }) => stateMachineArn,
  },
  {
    name: "state_machine_name",
    description: "Name of the state machine",
    value: ({ stateMachine }) => stateMachine.name,
  },
];
