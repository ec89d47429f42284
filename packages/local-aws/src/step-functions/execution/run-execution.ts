import type { Clock } from "../../clock";
import type { Json, JsonObject } from "../json/json";
import { StateFailure } from "../states/state-failure";
import type { Execution } from "./execution";
import { HistoryClosed, HistoryFull } from "./history";
import { type Interpreter, visitState } from "./visit-state";

/** Runs an execution to its end. Never rejects: every result is recorded in the execution. */
export async function runExecution(execution: Execution, interpreter: Interpreter): Promise<void> {
  const { definition } = execution.options.revision;
  if (definition.TimeoutSeconds !== undefined && definition.TimeoutSeconds > 0)
    watchTimeout(execution, definition.TimeoutSeconds, interpreter.clock);
  try {
    await runStates(execution, interpreter);
  } catch (error) {
    if (error instanceof HistoryClosed || execution.signal.aborted) return;
    if (error instanceof HistoryFull) execution.fail("States.Runtime", error.message);
    else if (error instanceof StateFailure) execution.fail(error.error, error.causeText);
    else
      execution.fail(
        "States.Runtime",
        `Local Step Functions failed: ${error instanceof Error ? error.message : String(error)}`,
      );
  }
}

async function runStates(execution: Execution, interpreter: Interpreter): Promise<void> {
  const { input, revision } = execution.options;
  const { definition } = revision;
  let name: string | undefined = definition.StartAt;
  let data: Json = input;
  let variables: JsonObject = {};
  while (name !== undefined) {
    const visit = await visitState(execution, interpreter, { name, input: data, variables });
    // A Fail state or an uncaught error has ended the execution.
    if (visit === undefined) return;
    ({ next: name, output: data } = visit);
    if (visit.assigned !== undefined) variables = { ...variables, ...visit.assigned };
  }
  execution.succeed(data);
}

function watchTimeout(execution: Execution, timeoutSeconds: number, clock: Clock): void {
  void clock.sleep(timeoutSeconds * 1000, execution.signal).then(
    () => {
      execution.timeOut();
    },
    () => undefined,
  );
}
