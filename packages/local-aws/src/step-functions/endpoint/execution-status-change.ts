import { randomUUID } from "node:crypto";
import type { Execution, ExecutionStatus } from "../execution/execution";

/**
 * Event that Step Functions sends to EventBridge.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export interface ExecutionStatusChange {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": "Step Functions Execution Status Change";
  readonly source: "aws.states";
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: ExecutionStatusDetail;
}

interface ExecutionStatusDetail {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineVersionArn: string | null;
  readonly stateMachineAliasArn: string | null;
  readonly name: string;
  readonly status: ExecutionStatus;
  /** Milliseconds since 1970, like `stopDate`. */
  readonly startDate: number;
  readonly stopDate: number | null;
  readonly input: string;
  readonly inputDetails: { readonly included: true };
  readonly output: string | null;
  readonly outputDetails: { readonly included: true } | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly redriveCount: 0;
}

export function makeStatusChange(execution: Execution, region: string, account: string): ExecutionStatusChange {
  const { executionArn, stateMachineArn, stateMachineVersionArn, stateMachineAliasArn, name, inputText } =
    execution.options;
  const { end, startedAtMs, status } = execution;
  const included = { included: true } as const;
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Step Functions Execution Status Change",
    source: "aws.states",
    account,
    time: new Date(end?.stoppedAtMs ?? startedAtMs).toISOString(),
    region,
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      stateMachineVersionArn: stateMachineVersionArn ?? null,
      stateMachineAliasArn: stateMachineAliasArn ?? null,
      name,
      status,
      startDate: startedAtMs,
      stopDate: end?.stoppedAtMs ?? null,
      input: inputText,
      inputDetails: included,
      output: end?.output ?? null,
      outputDetails: end?.output === undefined ? null : included,
      error: end?.error ?? null,
      cause: end?.cause ?? null,
      redriveCount: 0,
    },
  };
}
