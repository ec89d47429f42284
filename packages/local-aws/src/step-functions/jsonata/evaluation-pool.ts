import { type Evaluated, type Evaluation, EvaluationProcess } from "./evaluation-process";

/** Processes that evaluate at the same time. Another expression waits. */
const MAX_PROCESSES = 2;

/** Processes for expressions that could run too long. They are started on demand, and reused. */
class EvaluationPool {
  private readonly idle: EvaluationProcess[] = [];
  private readonly waiting: ((process: EvaluationProcess) => void)[] = [];
  private busy = 0;

  /** @throws EvaluationError */
  async evaluate(evaluation: Evaluation): Promise<Evaluated> {
    const process = await this.take();
    try {
      return await process.evaluate(evaluation);
    } finally {
      this.release(process);
    }
  }

  private take(): Promise<EvaluationProcess> {
    if (this.busy >= MAX_PROCESSES) return new Promise((resolve) => this.waiting.push(resolve));
    this.busy += 1;
    return Promise.resolve(this.findIdle() ?? new EvaluationProcess());
  }

  private findIdle(): EvaluationProcess | undefined {
    for (let process = this.idle.pop(); process !== undefined; process = this.idle.pop())
      if (process.isUsable) return process;
    return undefined;
  }

  private release(process: EvaluationProcess): void {
    const next = this.waiting.shift();
    if (next !== undefined) {
      next(process.isUsable ? process : new EvaluationProcess());
      return;
    }
    this.busy -= 1;
    if (process.isUsable) this.idle.push(process);
  }
}

/** Pool of this process. Idle processes end with it. */
export const evaluationPool = new EvaluationPool();
