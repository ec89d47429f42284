import { DescribeExecutionCommand, type HistoryEvent } from "@aws-sdk/client-sfn";
import { findJobResult } from "../../console/model/job-result-schema";
import type { JobResult } from "../../workflow/result/job-result";
import type { AwsClients } from "../target/aws-clients";
import { fetchEventsAfter } from "../watch/fetch-events";
import type { PlannedProbe } from "./plan-probe";

/** Ended execution of the probe. */
export interface ObservedRun extends Pick<PlannedProbe, "kind"> {
  /** Undefined when the execution was stopped. */
  readonly result: JobResult | undefined;
  /** Times at which an event ended a wait, in milliseconds. */
  readonly wokenAtMs: readonly number[];
  /** Time from the start of each of these waits to its end, in milliseconds. */
  readonly waitedMs: readonly number[];
  readonly endedAtMs: number;
}

/** Resource of the callback task in which an execution waits for an event. */
const WAIT_RESOURCE = "putItem.waitForTaskToken";

/** Reads the result and the history of an ended execution. */
export async function observeRun(
  { kind, executionArn }: Pick<PlannedProbe, "kind"> & { readonly executionArn: string },
  { stepFunctions }: AwsClients,
  abortSignal: AbortSignal,
): Promise<ObservedRun> {
  const { output, cause, stopDate } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }), {
    abortSignal,
  });
  const history = await fetchEventsAfter(stepFunctions, executionArn, 0, { abortSignal });
  const woken = history.filter(
    ({ taskSucceededEventDetails }) => taskSucceededEventDetails?.resource === WAIT_RESOURCE,
  );
  return {
    kind,
    result: findJobResult(output ?? cause),
    wokenAtMs: woken.map(timeOf),
    waitedMs: woken.map((event) => timeOf(event) - findSubmittedAt(history, event)),
    endedAtMs: stopDate?.getTime() ?? NaN,
  };
}

const timeOf = ({ timestamp }: HistoryEvent): number => timestamp?.getTime() ?? NaN;

/** Returns when the token of a wait was stored. */
function findSubmittedAt(history: readonly HistoryEvent[], woken: HistoryEvent): number {
  const submitted = history.findLast(
    ({ id = 0, taskSubmittedEventDetails }) =>
      id < (woken.id ?? 0) && taskSubmittedEventDetails?.resource === WAIT_RESOURCE,
  );
  return submitted === undefined ? NaN : timeOf(submitted);
}
