import { DeliveryError } from "reviewed-terraform/delivery-error";
import { CliError } from "./cli-error";

/** Problems of several steps, so that one run reports them all. */
export class Failures {
  private readonly found: (CliError | DeliveryError)[] = [];

  get isEmpty(): boolean {
    return this.found.length === 0;
  }

  /** Messages, each once. */
  get lines(): string[] {
    return [...new Set(this.found.flatMap(({ lines }) => lines))];
  }

  /**
   * Runs a step and keeps its problem.
   * @throws any other error, and the problem itself after an interrupt
   */
  async collect(step: () => Promise<void>, interrupt: AbortSignal): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (interrupt.aborted || !(error instanceof CliError || error instanceof DeliveryError)) throw error;
      this.found.push(error);
    }
  }

  /** @throws CliError with all problems and the given lines, if there is a problem */
  throwWith(lines: readonly string[] = []): void {
    const [cause] = this.found;
    if (cause === undefined) return;
    const exitCode = cause instanceof CliError ? cause.exitCode : undefined;
    throw new CliError([...this.lines, ...lines], { cause, ...(exitCode === undefined ? {} : { exitCode }) });
  }
}
