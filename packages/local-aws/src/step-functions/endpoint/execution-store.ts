import type { Execution } from "../execution/execution";
import { checkArn } from "./state-machine-arn";
import { executionDoesNotExist } from "./api-error";

/** Executions by ARN, and by state machine in order of their start. */
export class ExecutionStore {
  private readonly byArn = new Map<string, Execution>();
  private readonly byStateMachine = new Map<string, (Execution | undefined)[]>();
  private readonly positions = new Map<Execution, number>();
  private readonly runningCounts = new Map<string, number>();
  /** Ended executions, oldest end first. */
  private readonly ended: Execution[] = [];
  private droppedCount = 0;

  /** @param maxEnded - ended executions that are kept; the oldest are dropped */
  constructor(private readonly maxEnded: number) {}

  find(executionArn: string): Execution | undefined {
    return this.byArn.get(executionArn);
  }

  /** @throws ApiError InvalidArn, ExecutionDoesNotExist */
  get(executionArn: string): Execution {
    checkArn(executionArn);
    const execution = this.byArn.get(executionArn);
    if (execution !== undefined) return execution;
    throw executionDoesNotExist(
      executionArn,
      this.droppedCount === 0
        ? ""
        : `; local Step Functions keeps ${this.maxEnded} ended executions and has dropped ${this.droppedCount}`,
    );
  }

  add(execution: Execution): void {
    const { executionArn, stateMachineArn } = execution.options;
    this.byArn.set(executionArn, execution);
    const list = this.byStateMachine.get(stateMachineArn) ?? [];
    this.byStateMachine.set(stateMachineArn, list);
    this.positions.set(execution, list.length);
    list.push(execution);
    this.count(stateMachineArn, 1);
  }

  /** Records that an execution is no longer running. Drops the oldest ended execution if there are too many. */
  markEnded(execution: Execution): void {
    this.count(execution.options.stateMachineArn, -1);
    this.ended.push(execution);
    const oldest = this.ended.length > this.maxEnded ? this.ended.shift() : undefined;
    if (oldest !== undefined) this.drop(oldest);
  }

  private drop(execution: Execution): void {
    const { executionArn, stateMachineArn } = execution.options;
    const list = this.byStateMachine.get(stateMachineArn) ?? [];
    const position = this.positions.get(execution);
    // Later executions keep their positions, which tokens of ListExecutions contain.
    if (position !== undefined) list[position] = undefined;
    this.positions.delete(execution);
    this.byArn.delete(executionArn);
    this.droppedCount += 1;
  }

  countRunning(stateMachineArn: string): number {
    return this.runningCounts.get(stateMachineArn) ?? 0;
  }

  /** Returns the executions of a state machine, oldest first. A dropped execution is undefined. */
  listByStateMachine(stateMachineArn: string): readonly (Execution | undefined)[] {
    return this.byStateMachine.get(stateMachineArn) ?? [];
  }

  get all(): IterableIterator<Execution> {
    return this.byArn.values();
  }

  private count(stateMachineArn: string, change: number): void {
    this.runningCounts.set(stateMachineArn, this.countRunning(stateMachineArn) + change);
  }
}
