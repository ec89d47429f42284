import { readJsonText } from "../../config/json-text";
import type { ConsoleAccess } from "../../console/server/console-access";
import { errorMessage } from "../error-properties";
import { explainAwsError } from "../target/explain-aws-error";
import { fetchEventsAfter } from "../watch/fetch-events";
import { fetchLogTail } from "../watch/fetch-log-tail";
import { AWS_PACE, localPace } from "../watch/watch-pace";
import type { ConsoleTarget } from "./open-console-target";

/** ListExecutions of AWS gives 5 replies a second to all who ask in a region; that is shared with other tools. */
const AWS_LIST_REFRESH_MS = 5_000;
const LOCAL_LIST_REFRESH_MS = 500;

/** The target as the page's server wants it. */
export function consoleAccess(target: ConsoleTarget): ConsoleAccess {
  const { clients, stateMachineArn, isLocal, endpointUrl, optionsShown, sampleInput, clock } = target;
  return {
    stepFunctions: clients.stepFunctions,
    stateMachineArn,
    isLocal,
    endpointUrl,
    optionsShown,
    sampleInput,
    clock,
    // The server looks in real time, whatever time passes for the endpoints.
    pace: isLocal ? localPace(1) : AWS_PACE,
    listRefreshMs: isLocal ? LOCAL_LIST_REFRESH_MS : AWS_LIST_REFRESH_MS,
    fetchEventsAfter: (executionArn, lastId, abortSignal) =>
      fetchEventsAfter(clients.stepFunctions, executionArn, lastId, { abortSignal }),
    fetchLogTail: (result, abortSignal) => fetchLogTail(clients, result, abortSignal),
    explainError: (error) => explainAwsError(error) ?? errorMessage(error),
    readJson: readJsonText,
  };
}
