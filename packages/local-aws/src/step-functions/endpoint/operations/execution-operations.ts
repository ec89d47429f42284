import { randomUUID } from "node:crypto";
import { z } from "zod";
import { takeNewestFirst } from "../../../paging";
import { Execution } from "../../execution/execution";
import { runExecution } from "../../execution/run-execution";
import { type Json, parseGivenJson } from "../../json/json";
import { ApiError, stateMachineDeleting } from "../api-error";
import {
  checkName,
  arnSchema,
  dataSchema,
  includedDataSchema,
  nameSchema,
  pageSizeSchema,
  toPageRequest,
} from "../input-schemas";
import { type Operation, defineOperation, toSeconds, type Service } from "../operation";
import type { Resolved } from "../state-machine-store";
import { describeExecution, describeStateMachineForExecution, listItem } from "./describe-execution";

const startInput = z.strictObject({
  stateMachineArn: arnSchema,
  name: nameSchema.optional(),
  input: dataSchema.optional(),
  traceHeader: z.string().max(256).optional(),
});

const listInput = z.strictObject({
  stateMachineArn: arnSchema,
  statusFilter: z.enum(["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"]).optional(),
  maxResults: pageSizeSchema,
  nextToken: z.string().min(1).max(3096).optional(),
});

const stopInput = z.strictObject({
  executionArn: arnSchema,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});

const describeInput = z.strictObject({ executionArn: arnSchema, includedData: includedDataSchema });

export const executionOperations: Readonly<Record<string, Operation>> = {
  StartExecution: defineOperation(startInput, startExecution),
  DescribeExecution: defineOperation(describeInput, ({ executionArn, includedData }, { executions }) =>
    describeExecution(executions.get(executionArn), includedData),
  ),
  DescribeStateMachineForExecution: defineOperation(describeInput, ({ executionArn, includedData }, { executions }) =>
    describeStateMachineForExecution(executions.get(executionArn), includedData),
  ),
  ListExecutions: defineOperation(listInput, listExecutions),
  StopExecution: defineOperation(stopInput, ({ executionArn, error, cause }, { executions, clock }) => {
    const execution = executions.get(executionArn);
    execution.abort(error, cause);
    return { stopDate: toSeconds(execution.end?.stoppedAtMs ?? clock.now()) };
  }),
};

function startExecution(request: z.infer<typeof startInput>, service: Service): object {
  const resolved = service.stateMachines.resolve(request.stateMachineArn);
  const name = request.name ?? randomUUID();
  checkName(name);
  const inputText = request.input ?? "{}";
  const input = parseInput(inputText);
  const { machine } = resolved;
  const executionArn = service.arns.execution(machine.name, name);
  const existing = service.executions.find(executionArn);
  if (existing !== undefined) return startAgain(existing, inputText);
  if (machine.deleting) throw stateMachineDeleting(machine.stateMachineArn);
  const execution = makeExecution(service, resolved, {
    executionArn,
    name,
    inputText,
    input,
    traceHeader: request.traceHeader,
  });
  service.executions.add(execution);
  void runExecution(execution, service.interpreter);
  return { executionArn, startDate: toSeconds(execution.startedAtMs) };
}

function makeExecution(
  service: Service,
  { machine, revision, version, alias }: Resolved,
  start: { executionArn: string; name: string; inputText: string; input: Json; traceHeader: string | undefined },
): Execution {
  const { stateMachineArn, name: stateMachineName } = machine;
  return new Execution(
    {
      ...start,
      stateMachineArn,
      stateMachineName,
      stateMachineVersionArn: version?.stateMachineVersionArn,
      stateMachineAliasArn: alias?.stateMachineAliasArn,
      revision,
    },
    service.clock,
    service.onChange,
  );
}

/** Returns the existing execution if it is running and has the same name and input. */
function startAgain(existing: Execution, inputText: string): object {
  const { executionArn, inputText: earlierText } = existing.options;
  if (existing.status !== "RUNNING" || earlierText !== inputText)
    throw new ApiError("ExecutionAlreadyExists", `Execution Already Exists: '${executionArn}'`);
  return { executionArn, startDate: toSeconds(existing.startedAtMs) };
}

function parseInput(text: string): Json {
  try {
    if (text !== "") return parseGivenJson(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ApiError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${message}'`);
  }
  throw new ApiError("InvalidExecutionInput", "Invalid State Machine Execution Input: 'Invalid execution input.'");
}

/** Lists executions, newest first. */
function listExecutions(request: z.infer<typeof listInput>, { stateMachines, executions }: Service): object {
  const { machine, version, alias } = stateMachines.resolve(request.stateMachineArn);
  const oldestFirst = executions.listByStateMachine(machine.stateMachineArn);
  const isSelected = ({ status, options }: Execution): boolean =>
    (request.statusFilter === undefined || status === request.statusFilter) &&
    (alias !== undefined
      ? options.stateMachineAliasArn === alias.stateMachineAliasArn
      : version === undefined || options.stateMachineVersionArn === version.stateMachineVersionArn);
  const { items, nextToken } = takeNewestFirst(
    (before) => selectBackward(oldestFirst, before, isSelected),
    ({ index }) => index,
    toPageRequest(request),
  );
  return { executions: items.map(({ execution }) => listItem(execution)), nextToken };
}

function* selectBackward(
  list: readonly (Execution | undefined)[],
  before: number,
  isSelected: (execution: Execution) => boolean,
) {
  for (let index = Math.min(before, list.length) - 1; index >= 0; index -= 1) {
    const execution = list[index];
    if (execution !== undefined && isSelected(execution)) yield { index, execution };
  }
}
