import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { isArn } from "../../arn";
import { LAMBDA_PARAMETERS } from "../definition/check-task-parameters";
import { jsonSchema } from "../definition/state-schemas";
import { type Json, isJsonObject, jsonText, parseGivenJson, toJson } from "../json/json";
import { runtimeFailure, StateFailure } from "../states/state-failure";
import type { TaskEnvironment, TaskHandler } from "./task-handler";
import { serviceTaskEvents, lambdaFunctionEvents } from "./task-events";
import type { LambdaInvoker } from "../../lambda/lambda-invoker";

/** Task whose Resource is the ARN of a function. The input is the event, and the response is the result. */
export function lambdaFunctionTask(functionArn: string, environment: TaskEnvironment): TaskHandler {
  const { lambdas, lambdaClock } = environment;
  return {
    name: functionArn,
    timeoutClock: lambdaClock,
    makeEvents: (history) => lambdaFunctionEvents(history, functionArn),
    run: ({ input, signal }) => invokeLambda(lambdas, functionArn, input, signal),
  };
}

const parametersSchema = z.object({
  FunctionName: z.string(),
  Payload: jsonSchema.optional(),
  InvocationType: z.enum(["RequestResponse", "Event", "DryRun"]).optional(),
  Qualifier: z
    .string()
    .regex(/^[\w$-]{1,128}$/u)
    .optional(),
  LogType: z.enum(["None", "Tail"]).optional(),
  // Lambda passes it to the function as context.clientContext. Local functions do not receive it.
  ClientContext: z.string().max(3583).optional(),
});
type Parameters = z.infer<typeof parametersSchema>;

/** HTTP status of Lambda's Invoke API by invocation type. */
const STATUS_CODES = { RequestResponse: 200, Event: 202, DryRun: 204 } as const;

/** Implements the service integration `arn:aws:states:::lambda:invoke`. */
export function lambdaInvokeTask(environment: TaskEnvironment): TaskHandler {
  const { clock, lambdaClock, region } = environment;
  return {
    name: "lambda",
    timeoutClock: lambdaClock,
    makeEvents: (history) => serviceTaskEvents(history, { resourceType: "lambda", resource: "invoke" }, region),
    async run({ input, signal }) {
      const parameters = parse(input);
      return wrapAnswer(await invoke(parameters, environment, signal), parameters, clock.now());
    },
  };
}

/** Returns the response of the function, or an empty text if the invocation type does not wait for one. */
async function invoke(parameters: Parameters, environment: TaskEnvironment, signal: AbortSignal): Promise<Json> {
  const { FunctionName, InvocationType = "RequestResponse", Qualifier } = parameters;
  const payload = readPayload(parameters.Payload);
  const functionArn = toArn(FunctionName, environment);
  const qualified = Qualifier === undefined ? functionArn : `${functionArn}:${Qualifier}`;
  if (InvocationType === "RequestResponse") return invokeLambda(environment.lambdas, qualified, payload, signal);
  // Lambda does not report how an asynchronous invocation ends.
  if (InvocationType === "Event")
    void environment.lambdas.invoke(qualified, payload, new AbortController().signal).catch(() => undefined);
  return "";
}

/** Returns the event of the function. A text is the JSON of the event. */
function readPayload(payload: Json = {}): Json {
  if (typeof payload !== "string") return payload;
  try {
    return parseGivenJson(payload);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new StateFailure(
      "Lambda.InvalidRequestContentException",
      `Could not parse request body into json: Could not parse payload into json: ${problem} (Service: Lambda, Status Code: 400, Request ID: ${randomUUID()})`,
    );
  }
}

function parse(input: Json): Parameters {
  const names = isJsonObject(input) ? Object.keys(input) : [];
  const unknown = names.filter((name) => !LAMBDA_PARAMETERS.includes(name));
  const parsed = parametersSchema.safeParse(input);
  if (parsed.success && unknown.length === 0) return parsed.data;
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = [
    ...unknown.map((name) => `The field "${name}" is not supported by Step Functions`),
    ...issues.map(({ path }) => describeParameter(String(path[0] ?? "FunctionName"), names)),
  ];
  throw runtimeFailure(
    `The Parameters '${jsonText(input)}' could not be used to start the Task: [${problems.join(", ")}]`,
  );
}

const describeParameter = (name: string, given: readonly string[]): string =>
  given.includes(name)
    ? `The value for the field '${name}' is invalid`
    : `The field '${name}' is required but was missing`;

/** Resolves a function name: an ARN, ACCOUNT:function:NAME, or a plain name. */
function toArn(functionName: string, { arns }: TaskEnvironment): string {
  return isArn(functionName) ? functionName : arns.lambdaFunction(functionName.replace(/^\d{12}:function:/u, ""));
}

/** Returns the reply of Lambda's Invoke API in the format of the integration. */
function wrapAnswer(payload: Json, { InvocationType = "RequestResponse", LogType }: Parameters, nowMs: number): Json {
  const requestId = randomUUID();
  const waits = InvocationType === "RequestResponse";
  const version = waits ? { "X-Amz-Executed-Version": "$LATEST" } : {};
  const headers = {
    Connection: "keep-alive",
    "Content-Length": String(waits ? Buffer.byteLength(jsonText(payload)) : 0),
    "Content-Type": "application/json",
    Date: new Date(nowMs).toUTCString(),
    ...version,
    "x-amzn-Remapped-Content-Length": "0",
    "x-amzn-RequestId": requestId,
    "X-Amzn-Trace-Id": makeTraceId(nowMs),
  };
  return {
    ...(waits ? { ExecutedVersion: "$LATEST" } : {}),
    ...(waits && LogType === "Tail" ? { LogResult: makeLogResult(requestId) } : {}),
    Payload: payload,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: STATUS_CODES[InvocationType],
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: STATUS_CODES[InvocationType],
  };
}

/** Returns a trace ID that is not sampled, in the format of X-Ray. */
function makeTraceId(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString("hex")};Parent=${randomBytes(8).toString("hex")};Sampled=0`;
}

/** Returns the log of an invocation, without the function's output. */
function makeLogResult(requestId: string): string {
  const lines = [`START RequestId: ${requestId} Version: $LATEST`, `END RequestId: ${requestId}`, ""];
  return Buffer.from(lines.join("\n")).toString("base64");
}

/** Invokes a function and returns its response. @throws StateFailure with the error name of the function */
async function invokeLambda(
  lambdas: LambdaInvoker,
  functionArn: string,
  payload: Json,
  signal: AbortSignal,
): Promise<Json> {
  const result = await lambdas.invoke(functionArn, payload, signal);
  if (!result.ok) throw new StateFailure(result.error, result.cause);
  try {
    return toJson(result.payload);
  } catch {
    throw new StateFailure("States.Runtime", "The response of the function cannot be converted to JSON text");
  }
}
