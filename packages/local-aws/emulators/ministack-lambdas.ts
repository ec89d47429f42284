import * as z from "zod";
import { parseArn } from "../src/arn";
import type { LambdaInvoker } from "../src/lambda/lambda-invoker";

const failureSchema = z.object({ errorType: z.string() });

/** Lambda functions deployed to MiniStack, invoked with the Lambda API as Step Functions does. */
export function createMinistackLambdas(url: string): LambdaInvoker {
  return {
    async invoke(functionArn, payload, signal) {
      const name = parseArn(functionArn)?.resource.split(":")[1] ?? "";
      const reply = await fetch(`${url}/2015-03-31/functions/${name}/invocations`, {
        method: "POST",
        body: JSON.stringify(payload),
        headers: { "content-type": "application/json" },
        signal,
      });
      const text = await reply.text();
      if (!reply.ok) return { ok: false, error: "Lambda.ServiceException", cause: text };
      if (!reply.headers.has("x-amz-function-error")) return { ok: true, payload: JSON.parse(text) };
      return { ok: false, error: failureSchema.parse(JSON.parse(text)).errorType, cause: text };
    },
  };
}
