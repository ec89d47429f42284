import type { Execution } from "../execution/execution";
import { checkArn } from "./state-machine-arn";
import { executionDoesNotExist } from "./api-error";

/** Executions by ARN, and by state machine in order of their start. */
export class ExecutionStore {
  private readonly byArn = new Map<string, Execution>();
  private readonly byStateMachine = new Map<string, Execution[]>();
  private readonly runningCounts = new Map<string, number>();

  find(executionArn: string): Execution | undefined {
    return this.byArn.get(executionArn);
  }

  /** @throws ApiError InvalidArn, ExecutionDoesNotExist */
  get(executionArn: string): Execution {
    checkArn(executionArn);
    const execution = this.byArn.get(executionArn);
    if (execution === undefined) throw executionDoesNotExist(executionArn);
    return execution;
  }

  add(execution: Execution): void {
    const { executionArn, stateMachineArn } = execution.options;
    this.byArn.set(executionArn, execution);
    const list = this.byStateMachine.get(stateMachineArn);
    if (list === undefined) this.byStateMachine.set(stateMachineArn, [execution]);
    else list.push(execution);
    this.count(stateMachineArn, 1);
  }

  /** Records that an execution is no longer running. */
  markEnded(execution: Execution): void {
    this.count(execution.options.stateMachineArn, -1);
  }

  countRunning(stateMachineArn: string): number {
    return this.runningCounts.get(stateMachineArn) ?? 0;
  }

  /** Returns the executions of a state machine, oldest first. */
  listByStateMachine(stateMachineArn: string): readonly Execution[] {
    return this.byStateMachine.get(stateMachineArn) ?? [];
  }

  get all(): IterableIterator<Execution> {
    return this.byArn.values();
  }

  private count(stateMachineArn: string, change: number): void {
    this.runningCounts.set(stateMachineArn, this.countRunning(stateMachineArn) + change);
  }
}
