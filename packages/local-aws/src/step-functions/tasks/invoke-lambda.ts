import type { LambdaInvoker } from "../../lambda/lambda-invoker";
import { type Json, toJson } from "../json/json";
import { StateFailure } from "../states/state-failure";

/** Invokes a function and returns its response. @throws StateFailure with the error name of the function */
export async function invokeLambda(
  lambdas: LambdaInvoker,
  functionArn: string,
  payload: Json,
  signal: AbortSignal,
): Promise<Json> {
  const result = await lambdas.invoke(functionArn, payload, signal);
  if (!result.ok) throw new StateFailure(result.error, result.cause);
  return toJson(result.payload);
}
