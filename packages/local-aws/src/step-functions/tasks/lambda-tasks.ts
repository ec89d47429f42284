import { randomUUID } from "node:crypto";
import { z } from "zod";
import { isArn } from "../../arn";
import { jsonSchema } from "../definition/state-schemas";
import { type Json, jsonText, toJson } from "../json/json";
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

const parametersSchema = z.strictObject({
  FunctionName: z.string(),
  Payload: jsonSchema.optional(),
  InvocationType: z.literal("RequestResponse").optional(),
  Qualifier: z.string().optional(),
});

/** Implements the service integration `arn:aws:states:::lambda:invoke`. */
export function lambdaInvokeTask(environment: TaskEnvironment): TaskHandler {
  const { lambdas, clock, lambdaClock, region } = environment;
  return {
    name: "lambda",
    timeoutClock: lambdaClock,
    makeEvents: (history) => serviceTaskEvents(history, { resourceType: "lambda", resource: "invoke" }, region),
    async run({ input, signal }) {
      const { FunctionName, Payload } = parse(input);
      const answer = await invokeLambda(lambdas, toArn(FunctionName, environment), Payload ?? {}, signal);
      return wrapAnswer(answer, clock.now());
    },
  };
}

function parse(input: Json): z.infer<typeof parametersSchema> {
  const parsed = parametersSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  throw runtimeFailure(`The Parameters '${jsonText(input)}' could not be used to start the Task: [${problems}]`);
}

/** Resolves a function name: an ARN, ACCOUNT:function:NAME, or a plain name. */
function toArn(functionName: string, { arns }: TaskEnvironment): string {
  return isArn(functionName) ? functionName : arns.lambdaFunction(functionName.replace(/^\d{12}:function:/u, ""));
}

/** Returns the reply of Lambda's Invoke API in the format of the integration. */
function wrapAnswer(payload: Json, nowMs: number): Json {
  const requestId = randomUUID();
  const headers = {
    Connection: "keep-alive",
    "Content-Length": String(Buffer.byteLength(jsonText(payload))),
    "Content-Type": "application/json",
    Date: new Date(nowMs).toUTCString(),
    "X-Amz-Executed-Version": "$LATEST",
    "x-amzn-Remapped-Content-Length": "0",
    "x-amzn-RequestId": requestId,
  };
  return {
    ExecutedVersion: "$LATEST",
    Payload: payload,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
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
  return toJson(result.payload);
}
