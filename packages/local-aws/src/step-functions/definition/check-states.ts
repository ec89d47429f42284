import { type Diagnostic, foreignField, onlyOneOf, schemaError } from "./diagnostic";
import { checkChoices } from "./check-choices";
import { checkExpressions } from "./check-expressions";
import { checkVariables } from "./check-variables";
import { checkTaskParameters } from "./check-task-parameters";
import type { Definition, FailState, State, TaskState, WaitState } from "./state-schemas";
import { type QueryLanguage, findExpression, languageOf } from "./query-language";
import { parseTimestamp } from "../states/timestamp";
import { WAIT_FOR_TASK_TOKEN } from "../tasks/wait-for-task-token";

/** Returns why a task resource is not supported locally, or undefined if it is. */
export type TaskResourceCheck = (resource: string) => string | undefined;

const JSONPATH_FIELDS = [
  "InputPath",
  "OutputPath",
  "Parameters",
  "Result",
  "ResultSelector",
  "ResultPath",
  "TimeoutSecondsPath",
  "HeartbeatSecondsPath",
  "SecondsPath",
  "TimestampPath",
  "ErrorPath",
  "CausePath",
];
const JSONATA_FIELDS = ["Arguments", "Output"];

/**
 * Checks rules that the schemas cannot express: fields of the other query language, expression syntax and unsupported
 * resources.
 */
export function checkStates(definition: Definition, checkTaskResource: TaskResourceCheck): Diagnostic[] {
  return Object.entries(definition.States).flatMap(([name, state]) => {
    const location = `/States/${name}`;
    const language = languageOf(definition, state);
    return [
      ...checkLanguage(definition, state, language, location),
      ...checkExpressions(state, language, location),
      ...checkVariables(state, language, location),
      ...(state.Type === "Choice" ? checkChoices(state, language, location) : []),
      ...(state.Type === "Wait" ? checkWait(state, language, location) : []),
      ...(state.Type === "Task" ? checkTask(state, language, checkTaskResource, location) : []),
      ...(state.Type === "Fail" ? checkFail(state, location) : []),
    ];
  });
}

function checkLanguage(definition: Definition, state: State, language: QueryLanguage, location: string): Diagnostic[] {
  if (definition.QueryLanguage === "JSONata" && state.QueryLanguage === "JSONPath")
    return [schemaError("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", location)];
  const foreign = language === "JSONata" ? JSONPATH_FIELDS : JSONATA_FIELDS;
  const catchers = state.Type === "Task" ? (state.Catch ?? []) : [];
  return [
    ...foreign.filter((field) => field in state).map((field) => foreignField(language, field, location)),
    ...catchers.flatMap((catcher, index) =>
      foreign
        .filter((field) => field in catcher)
        .map((field) => foreignField(language, field, `${location}/Catch[${index}]`)),
    ),
  ];
}

function checkWait(state: WaitState, language: QueryLanguage, location: string): Diagnostic[] {
  const given = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"].filter((field) => field in state);
  if (given.length === 1)
    return [
      ...checkNumber("Seconds", state.Seconds, language, location),
      ...checkTimestamp(state.Timestamp, language, location),
    ];
  return [
    given.length > 1
      ? onlyOneOf(["SecondsPath", "Seconds", "TimestampPath", "Timestamp"], location)
      : schemaError("A Wait state must contain one of [Seconds, SecondsPath, Timestamp, TimestampPath]", location),
  ];
}

/** Checks that a text in a field for numbers is a JSONata expression. */
function checkNumber(
  field: string,
  value: number | string | undefined,
  language: QueryLanguage,
  location: string,
): Diagnostic[] {
  if (typeof value !== "string" || isExpression(value, language)) return [];
  return [schemaError("Expected value of type Integer", `${location}/${field}`)];
}

function checkTimestamp(text: string | undefined, language: QueryLanguage, location: string): Diagnostic[] {
  if (text === undefined || isExpression(text, language) || parseTimestamp(text) !== undefined) return [];
  return [schemaError("String does not match RFC3339 timestamp", `${location}/Timestamp`)];
}

const isExpression = (text: string, language: QueryLanguage): boolean =>
  language === "JSONata" && findExpression(text) !== undefined;

function checkFail(state: FailState, location: string): Diagnostic[] {
  return ["Error", "Cause"]
    .filter((field) => field in state && `${field}Path` in state)
    .map((field) => onlyOneOf([field, `${field}Path`], location));
}

function checkTask(
  state: TaskState,
  language: QueryLanguage,
  check: TaskResourceCheck,
  location: string,
): Diagnostic[] {
  const reason = check(state.Resource);
  const diagnostics = [
    ...checkNumber("TimeoutSeconds", state.TimeoutSeconds, language, location),
    ...(reason === undefined
      ? checkTaskParameters(state, language, location)
      : [schemaError(reason, `${location}/Resource`)]),
  ];
  if (state.TimeoutSeconds !== undefined && state.TimeoutSecondsPath !== undefined)
    diagnostics.push(onlyOneOf(["TimeoutSeconds", "TimeoutSecondsPath"], location));
  diagnostics.push(...checkHeartbeat(state, location));
  for (const list of ["Retry", "Catch"] as const)
    for (const [index, { ErrorEquals }] of (state[list] ?? []).entries()) {
      const isLast = index === (state[list]?.length ?? 0) - 1;
      const place = `${location}/${list}[${index}]/ErrorEquals[${ErrorEquals.indexOf("States.ALL")}]`;
      if (ErrorEquals.includes("States.ALL") && (ErrorEquals.length > 1 || !isLast))
        diagnostics.push(schemaError("States.ALL must appear alone and at end of list", place));
    }
  return diagnostics;
}

/** Checks the heartbeat, which must be shorter than the timeout. Only a task with a token can send one. */
function checkHeartbeat(state: TaskState, location: string): Diagnostic[] {
  const { HeartbeatSeconds: seconds, HeartbeatSecondsPath: path, TimeoutSeconds: timeout } = state;
  if (seconds === undefined && path === undefined) return [];
  if (seconds !== undefined && path !== undefined)
    return [onlyOneOf(["HeartbeatSeconds", "HeartbeatSecondsPath"], location)];
  if (!state.Resource.endsWith(WAIT_FOR_TASK_TOKEN))
    return [schemaError(`local mode supports a heartbeat only for ${WAIT_FOR_TASK_TOKEN} tasks`, location)];
  if (typeof seconds === "number" && typeof timeout === "number" && seconds >= timeout)
    return [schemaError("HeartbeatSeconds must be smaller than TimeoutSeconds", location)];
  return [];
}
