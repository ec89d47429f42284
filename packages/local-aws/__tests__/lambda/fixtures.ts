import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LambdaResult } from "../../src/lambda/lambda-invoker";
import type { WorkerFunction } from "../../src/lambda/worker-function";

export const FUNCTION_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:probe";

export const never = (): AbortSignal => new AbortController().signal;

/** Folder with function code. Removed after the test file. */
export function givenCodeFolder(): { write(name: string, code: string): string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "lambda-test-"));
  return {
    write(name, code) {
      const file = join(folder, `${name}.js`);
      writeFileSync(file, code);
      return file;
    },
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

export function givenFunction(codeFile: string, changes: Partial<WorkerFunction> = {}): WorkerFunction {
  return {
    functionArn: FUNCTION_ARN,
    functionName: "probe",
    codeFile,
    handler: "index.handler",
    environment: {},
    memoryMiB: 128,
    timeoutSeconds: 20,
    ...changes,
  };
}

/** Returns the payload of a successful response. */
export function payloadOf(result: LambdaResult): unknown {
  if (!result.ok) throw new Error(`the function failed: ${result.error} ${result.cause}`);
  return result.payload;
}

/** Returns the error name and the parsed cause of a failed invocation. */
export function failureOf(result: LambdaResult): { readonly error: string; readonly cause: unknown } {
  if (result.ok) throw new Error(`the function answered: ${JSON.stringify(result.payload)}`);
  return { error: result.error, cause: JSON.parse(result.cause) };
}
