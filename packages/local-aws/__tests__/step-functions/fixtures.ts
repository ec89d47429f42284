import { z } from "zod";
import { VirtualClock } from "../../src/clock";
import { type InProcessHandler, createInProcessLambdas } from "../../testing/in-process-lambdas";
import {
  type StepFunctionsEndpoint,
  type StepFunctionsEndpointOptions,
  startStepFunctionsEndpoint,
} from "../../src/step-functions/step-functions-endpoint";

const REGION = "eu-west-1";
const ACCOUNT_ID = "123456789012";
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/poller`;

export const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;
export const stateMachineArn = (name: string): string => `arn:aws:states:${REGION}:${ACCOUNT_ID}:stateMachine:${name}`;

const open: StepFunctionsEndpoint[] = [];

/** Starts an endpoint on a virtual clock with in-process Lambda functions. `closeEndpoints` closes it. */
export async function givenEndpoint(
  handlers: Readonly<Record<string, InProcessHandler>> = {},
  options: Partial<StepFunctionsEndpointOptions> = {},
): Promise<StepFunctionsEndpoint> {
  const byArn = new Map(Object.entries(handlers).map(([name, handler]) => [functionArn(name), handler]));
  const { clock = new VirtualClock() } = options;
  const endpoint = await startStepFunctionsEndpoint({
    clock,
    region: REGION,
    accountId: ACCOUNT_ID,
    lambdas: createInProcessLambdas(byArn, clock),
    ...options,
  });
  open.push(endpoint);
  return endpoint;
}

export async function closeEndpoints(): Promise<void> {
  await Promise.all(open.splice(0).map((endpoint) => endpoint.close()));
}

const eventSchema = z.looseObject({
  id: z.number(),
  previousEventId: z.number(),
  type: z.string(),
  timestamp: z.number(),
});
export type Event = z.infer<typeof eventSchema>;

const replySchema = z.looseObject({
  __type: z.string().optional(),
  message: z.string().optional(),
  nextToken: z.string().optional(),
  executionArn: z.string().optional(),
  stateMachineArn: z.string().optional(),
  stateMachineVersionArn: z.string().optional(),
  events: z.array(eventSchema).optional(),
});

/** Returns the body of a reply, regardless of its status. */
export async function call(endpoint: StepFunctionsEndpoint, operation: string, input: object) {
  return replySchema.parse((await endpoint.call(operation, input)).body);
}

/** Creates a state machine and returns its ARN. */
export async function create(
  endpoint: StepFunctionsEndpoint,
  definition: object,
  name = "machine",
  more: object = {},
): Promise<string> {
  const input = { name, definition: JSON.stringify(definition), roleArn: ROLE_ARN, ...more };
  const reply = await call(endpoint, "CreateStateMachine", input);
  if (reply.stateMachineArn === undefined) throw new Error(`not created: ${reply.__type ?? ""} ${reply.message ?? ""}`);
  return reply.stateMachineArn;
}

const endSchema = z.looseObject({
  status: z.string(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  startDate: z.number(),
  stopDate: z.number().optional(),
});

/** Waits until an execution has ended and describes it. */
export async function waitForEnd(endpoint: StepFunctionsEndpoint, executionArn: string) {
  for (;;) {
    const body = endSchema.parse((await endpoint.call("DescribeExecution", { executionArn })).body);
    if (body.status !== "RUNNING") return body;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Returns all events of an execution. */
export async function historyOf(endpoint: StepFunctionsEndpoint, executionArn: string): Promise<Event[]> {
  const events: Event[] = [];
  let nextToken: string | undefined;
  do {
    const reply = await call(endpoint, "GetExecutionHistory", { executionArn, maxResults: 1000, nextToken });
    events.push(...(reply.events ?? []));
    ({ nextToken } = reply);
  } while (nextToken !== undefined);
  return events;
}

/** Runs a definition to its end. */
export async function run(endpoint: StepFunctionsEndpoint, definition: object, input: unknown = {}) {
  const arn = await create(endpoint, definition, `machine-${String(Math.random()).slice(2)}`);
  const started = await call(endpoint, "StartExecution", { stateMachineArn: arn, input: JSON.stringify(input) });
  const executionArn = started.executionArn ?? "";
  const end = await waitForEnd(endpoint, executionArn);
  const output: unknown = end.output === undefined ? undefined : JSON.parse(end.output);
  return { ...end, executionArn, output, events: await historyOf(endpoint, executionArn) };
}

/** Creates a definition with a single state that ends the execution. */
export function single(state: object, more: object = {}): object {
  return { StartAt: "Only", States: { Only: { End: true, ...state } }, ...more };
}

/** Formats events as `id<previous type`, for comparison with recordings of AWS. */
export function summarize(events: readonly Event[]): string[] {
  return events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
}
