import * as z from "zod";

/** Target of a sweep, from the function's environment variables. */
const sweepTargetSchema = z
  .object({
    /** Jobs of other state machines' executions are left alone. */
    STATE_MACHINE_ARN: z.string().regex(/:stateMachine:[^:]+$/, "must be the ARN of a state machine"),
    /** Queues that executions may submit to, by name or ARN, separated by commas. */
    JOB_QUEUES: z.string().min(1),
  })
  .transform(({ STATE_MACHINE_ARN: stateMachineArn, JOB_QUEUES: jobQueues }) => ({
    /** Prefix of the ARNs of the state machine's executions. */
    executionArnPrefix: `${stateMachineArn.replace(":stateMachine:", ":execution:")}:`,
    jobQueues: jobQueues.split(","),
  }));

export type SweepTarget = z.output<typeof sweepTargetSchema>;

/** @throws ZodError that names the variable that is missing or wrong */
export const parseSweepTarget = (environment: unknown): SweepTarget => sweepTargetSchema.parse(environment);
