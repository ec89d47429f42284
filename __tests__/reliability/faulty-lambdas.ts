import * as z from "zod";
import type { Clock } from "../../local/clock";
import { withoutQualifier, type LambdaInvoker, type LambdaResult } from "../../local/lambda/lambda-invoker";

const seconds = z.number().min(0);

/** Failed invocations of a function, in a window of the clock that begins with the row. */
export const lambdaFaultSchema = z.strictObject({
  function: z.enum(["submit-job", "check-job", "terminate-job"]),
  error: z.enum(["Lambda.TooManyRequestsException", "Lambda.ServiceException", "Lambda.SdkClientException"]),
  fromSeconds: seconds.default(0),
  forSeconds: seconds,
  /** The function runs, and its answer is lost: a retry can begin before it has ended. */
  takesEffect: z.boolean().default(false),
});
export type LambdaFault = z.output<typeof lambdaFaultSchema>;

/** Causes of Step Functions' own errors about Lambda, in the words of the AWS SDK for Java with which it calls. */
const CAUSES: Readonly<Record<LambdaFault["error"], string>> = {
  "Lambda.TooManyRequestsException":
    "Rate Exceeded. (Service: Lambda, Status Code: 429, Request ID: 00000000-0000-4000-8000-000000000000)",
  "Lambda.ServiceException":
    "The service encountered an internal error. (Service: Lambda, Status Code: 500, Request ID: 00000000-0000-4000-8000-000000000000)",
  "Lambda.SdkClientException": "Unable to execute HTTP request: Read timed out",
};

const neverAborted = (): AbortSignal => new AbortController().signal;

/** Lambda functions whose invocations fail as the loaded faults say. */
export class FaultyLambdas {
  private faults: readonly LambdaFault[] = [];
  private loadedAtMs = 0;

  constructor(private readonly clock: Clock) {}

  /** Replaces the faults. Their windows begin now. */
  load(faults: readonly LambdaFault[]): void {
    this.faults = faults;
    this.loadedAtMs = this.clock.now();
  }

  around(lambdas: LambdaInvoker): LambdaInvoker {
    return {
      invoke: (functionArn, payload, signal) => {
        const fault = this.findFault(functionArn);
        if (fault === undefined) return lambdas.invoke(functionArn, payload, signal);
        // Whoever lost the answer cannot stop the function either.
        if (fault.takesEffect) void lambdas.invoke(functionArn, payload, neverAborted()).catch(() => undefined);
        return Promise.resolve<LambdaResult>({ ok: false, error: fault.error, cause: CAUSES[fault.error] });
      },
    };
  }

  private findFault(functionArn: string): LambdaFault | undefined {
    const ageSeconds = (this.clock.now() - this.loadedAtMs) / 1_000;
    return this.faults.find(
      ({ function: name, fromSeconds, forSeconds }) =>
        withoutQualifier(functionArn).endsWith(`-${name}`) &&
        ageSeconds >= fromSeconds &&
        ageSeconds < fromSeconds + forSeconds,
    );
  }
}
