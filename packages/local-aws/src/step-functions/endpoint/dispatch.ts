import { ApiError } from "./api-error";
import type { Operation, Service } from "./operation";
import { aliasOperations } from "./operations/alias-operations";
import { executionOperations } from "./operations/execution-operations";
import { historyOperations } from "./operations/history-operation";
import { stateMachineOperations, updateOperations } from "./operations/state-machine-operations";
import { tagOperations } from "./operations/tag-operations";
import { taskOperations } from "./operations/task-operations";
import { validateOperations } from "./operations/validate-operation";
import { versionOperations } from "./operations/version-operations";

/** Operations by name. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...stateMachineOperations,
  ...updateOperations,
  ...validateOperations,
  ...versionOperations,
  ...aliasOperations,
  ...tagOperations,
  ...executionOperations,
  ...historyOperations,
  ...taskOperations,
};

export interface Reply {
  /** HTTP status. */
  readonly status: number;
  readonly body: unknown;
}

/** Runs an operation. An API error is a reply, not an exception. */
export function dispatch(operation: string, input: unknown, service: Service): Reply {
  try {
    const implementation = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
    if (implementation === undefined)
      throw new ApiError("UnknownOperationException", `${operation} is not supported by local Step Functions`);
    return { status: 200, body: implementation.run(input, service) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, message, reason } = error;
    return { status: 400, body: { __type: code, message, ...(reason === undefined ? {} : { reason }) } };
  }
}
