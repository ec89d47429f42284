import { createArns } from "../arn";
import { NO_SERVICE_FAULTS, type ServiceFaults, type ServiceReply } from "../service-faults";
import { type Clock, createScaledClock } from "../clock";
import type { LambdaInvoker } from "../lambda/lambda-invoker";
import { type LoopbackReply, type LoopbackRequest, startLoopbackServer } from "../loopback-server";
import { type Reply, dispatch } from "./endpoint/dispatch";
import { type ExecutionStatusChange, makeStatusChange } from "./endpoint/execution-status-change";
import { ExecutionStore } from "./endpoint/execution-store";
import type { Service } from "./endpoint/operation";
import { StateMachineStore } from "./endpoint/state-machine-store";
import type { Execution } from "./execution/execution";
import { isTooDeep } from "./json/scan-json";
import { type RandomSource, systemRandom } from "./random-source";
import { CallbackTokens } from "./tasks/callback-tokens";
import { createFindTaskHandler } from "./tasks/find-task-handler";
import type { CallEndpoint } from "../call-endpoint";

export interface StepFunctionsEndpointOptions {
  /** Clock for waits, retries, timeouts and every timestamp. */
  readonly clock: Clock;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** @default 0, any free port */
  readonly port?: number;
  readonly lambdas: LambdaInvoker;
  /** `call` of a Batch endpoint. If it is not set, `batch:submitJob.sync` tasks are rejected. */
  readonly callBatch?: CallEndpoint;
  /** `call` of a DynamoDB endpoint. If it is not set, `aws-sdk:dynamodb` tasks are rejected. */
  readonly callDynamoDb?: CallEndpoint;
  /** Faults of calls with a task token. @default no faults */
  readonly faults?: ServiceFaults;
  /** Ended executions that are kept; the oldest are dropped. @default 10,000 */
  readonly maxEndedExecutions?: number;
  /** @default Math.random */
  readonly random?: RandomSource;
  /** Clock for TimeoutSeconds of Lambda tasks. @default real time, because functions run in real time */
  readonly lambdaClock?: Clock;
}

type CallWithFaults = (operation: string, input: unknown) => Promise<ServiceReply>;
const MAX_ENDED_EXECUTIONS = 10_000;

type StatusListener = (event: ExecutionStatusChange) => void;

export interface StepFunctionsEndpoint {
  /** `http://127.0.0.1:PORT`. Also serves its clock at /_clock: `{"nowMs": 1767225600000, "speed": 30}`. */
  readonly url: string;
  /** Calls an operation, such as `StartExecution`, in process. */
  call(operation: string, input: unknown): Promise<Reply>;
  /**
   * Subscribes to every start and end of an execution, as EventBridge receives them. Returns a function that
   * unsubscribes.
   */
  readonly onExecutionStatusChange: (listener: StatusListener) => () => void;
  /** Stops listening and ends every running execution. */
  close(): Promise<void>;
}

/** Starts a local Step Functions endpoint on the loopback interface. It uses the protocol of AWS (AWS JSON 1.0). */
export async function startStepFunctionsEndpoint(
  options: StepFunctionsEndpointOptions,
): Promise<StepFunctionsEndpoint> {
  const listeners = new Set<StatusListener>();
  const service = makeService(options, listeners);
  const { faults = NO_SERVICE_FAULTS } = options;
  const call: CallWithFaults = (operation, input) =>
    faults.call(operation, input, () => dispatch(operation, input, service));
  const server = await startLoopbackServer({
    name: "the Step Functions endpoint",
    ...(options.port === undefined ? {} : { port: options.port }),
    handle: (request) =>
      isClockRequest(request) ? Promise.resolve(describeClock(options.clock)) : answer(request, call),
  });
  return {
    url: server.url,
    call: async (operation, input) => toWire(await call(operation, input)),
    onExecutionStatusChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
      for (const execution of service.executions.all)
        execution.abort("Local.Closed", "The local Step Functions endpoint was closed");
      await server.close();
    },
  };
}

function makeService(options: StepFunctionsEndpointOptions, listeners: ReadonlySet<StatusListener>): Service {
  const { clock, region, accountId, lambdas, callBatch, callDynamoDb, random = systemRandom } = options;
  const arns = createArns(region, accountId);
  const lambdaClock = options.lambdaClock ?? createScaledClock(1);
  const tokens = new CallbackTokens(clock);
  const services = { lambdas, callBatch, callDynamoDb, tokens };
  const findTaskHandler = createFindTaskHandler({ region, arns, clock, lambdaClock, ...services });
  const stateMachines = new StateMachineStore(random);
  const executions = new ExecutionStore(options.maxEndedExecutions ?? MAX_ENDED_EXECUTIONS);
  const onChange = (execution: Execution): void => {
    if (execution.end !== undefined) removeDeleted(execution, stateMachines, executions);
    for (const listener of listeners) listener(makeStatusChange(execution, region, accountId));
  };
  return {
    clock,
    arns,
    interpreter: { clock, random, findTaskHandler },
    checkTaskResource: (resource) => {
      const handler = findTaskHandler(resource);
      return typeof handler === "string" ? handler : undefined;
    },
    stateMachines,
    executions,
    tokens,
    onChange,
  };
}

/** Removes a state machine that is being deleted, after its last execution has ended. */
function removeDeleted(execution: Execution, stateMachines: StateMachineStore, executions: ExecutionStore): void {
  const { stateMachineArn } = execution.options;
  executions.markEnded(execution);
  const machine = stateMachines.find(stateMachineArn);
  if (machine?.deleting === true && executions.countRunning(stateMachineArn) === 0) stateMachines.remove(machine);
}

/** Path at which clients read the clock. No path of the Step Functions API starts with it. */
const CLOCK_PATH = "/_clock";

const isClockRequest = ({ method, path }: LoopbackRequest): boolean => method === "GET" && path === CLOCK_PATH;

const describeClock = (clock: Clock): LoopbackReply => ({
  status: 200,
  body: JSON.stringify({ nowMs: clock.now(), speed: clock.speed ?? 1 }),
});

async function answer(request: LoopbackRequest, call: CallWithFaults): Promise<LoopbackReply> {
  const operation = (request.headers["x-amz-target"] ?? "").replace(/^AWSStepFunctions\./u, "");
  if (isTooDeep(request.body)) return refuse("the request body is nested too deep");
  let input: unknown;
  try {
    input = JSON.parse(request.body === "" ? "{}" : request.body);
  } catch {
    return refuse("the request body is not JSON");
  }
  return toHttp(await call(operation, input));
}

const refuse = (message: string): LoopbackReply =>
  toHttp({ status: 400, body: { __type: "SerializationException", message } });

function toHttp({ status, body, delivery }: ServiceReply): LoopbackReply {
  const code = typeof body === "object" && body !== null && "__type" in body ? String(body.__type) : undefined;
  return {
    status,
    ...(delivery === undefined ? {} : { delivery }),
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-requestid": crypto.randomUUID(),
      ...(code === undefined ? {} : { "x-amzn-errortype": code }),
    },
    body: JSON.stringify(body),
  };
}

/** Returns a reply as a client receives it: a copy without undefined members. */
function toWire({ status, body }: Reply): Reply {
  return { status, body: JSON.parse(JSON.stringify(body)) };
}
