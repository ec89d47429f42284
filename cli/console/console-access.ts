import { ListJobsCommand } from "@aws-sdk/client-batch";
import { readJsonText } from "../../config/json-text";
import type { ConsoleAccess } from "../../console/server/console-access";
import { errorMessage } from "../error-properties";
import { explainAwsError } from "../target/explain-aws-error";
import { fetchEventsAfter } from "../watch/fetch-events";
import { fetchLogTail } from "../watch/fetch-log-tail";
import { createLogSource } from "../watch/log-source";
import { AWS_PACE, localPace } from "../watch/watch-pace";
import type { ConsoleTarget } from "./open-console-target";

/**
 * Interval that leaves room for other tools: ListExecutions allows 5 requests per second in an account and region.
 */
const AWS_LIST_REFRESH_MS = 5_000;
const LOCAL_LIST_REFRESH_MS = 500;

/**
 * Adapts the target for the page's server.
 * @param showsLog - whether the page shows the logs of jobs
 */
export function consoleAccess(target: ConsoleTarget, showsLog: boolean): ConsoleAccess {
  const { clients, stateMachineArn, isLocal, endpointUrl, optionsShown, sampleInput, clock } = target;
  // The server polls in real time, regardless of the speed of the endpoints.
  const pace = isLocal ? localPace(1) : AWS_PACE;
  const source = createLogSource(clients);
  return {
    stepFunctions: clients.stepFunctions,
    stateMachineArn,
    isLocal,
    endpointUrl,
    optionsShown,
    sampleInput,
    clock,
    pace,
    listRefreshMs: isLocal ? LOCAL_LIST_REFRESH_MS : AWS_LIST_REFRESH_MS,
    fetchEventsAfter: (executionArn, lastId, abortSignal) =>
      fetchEventsAfter(clients.stepFunctions, executionArn, lastId, { abortSignal }),
    describeJob: (jobId, abortSignal) => source.describeJob(jobId, abortSignal),
    listJobs: (input, abortSignal) => clients.batch.send(new ListJobsCommand(input), { abortSignal }),
    log: showsLog ? { source, pace: pace.log } : undefined,
    fetchLogTail: (result, abortSignal) => fetchLogTail(clients, result, abortSignal),
    explainError: (error) => explainAwsError(error) ?? errorMessage(error),
    readJson: readJsonText,
  };
}
