import * as z from "zod";
import { type Clock, withoutQualifier, type LambdaInvoker, type LambdaResult } from "local-aws";

const seconds = z.number().min(0);

/** Failed invocations of a function in a time window, relative to the start of the row. */
export const lambdaFaultSchema = z.strictObject({
  function: z.enum(["submit-job", "check-job", "terminate-job", "end-wait"]),
  error: z.enum(["Lambda.TooManyRequestsException", "Lambda.ServiceException", "Lambda.SdkClientException"]),
  fromSeconds: seconds.default(0),
  forSeconds: seconds,
  /** Whether the function runs and only its response is lost. A retry can begin before it has ended. */
  takesEffect: z.boolean().default(false),
});
export type LambdaFault = z.output<typeof lambdaFaultSchema>;

/** Causes of Step Functions' Lambda errors, with the messages of the AWS SDK for Java. */
const CAUSES: Readonly<Record<LambdaFault["error"], string>> = {
  "Lambda.TooManyRequestsException":
    "Rate Exceeded. (Service: Lambda, Status Code: 429, Request ID: 00000000-0000-4000-8000-000000000000)",
  "Lambda.ServiceException":
    "The service encountered an internal error. (Service: Lambda, Status Code: 500, Request ID: 00000000-0000-4000-8000-000000000000)",
  "Lambda.SdkClientException": "Unable to execute HTTP request: Read timed out",
};

/** Matches a function name with or without the environment as prefix. */
const isFunction = (functionArn: string, name: string): boolean =>
  /[:-]/u.test(withoutQualifier(functionArn).slice(0, -name.length).slice(-1)) &&
  withoutQualifier(functionArn).endsWith(name);

const neverAborted = (): AbortSignal => new AbortController().signal;

/** Lambda functions whose invocations fail according to the loaded faults. */
export class FaultyLambdas {
  private faults: readonly LambdaFault[] = [];
  private loadedAtMs = 0;
  private readonly underWay: string[] = [];
  private failed: { readonly functionArn: string; readonly payload: unknown }[] = [];

  constructor(private readonly clock: Clock) {}

  /** Replaces the faults. Their windows begin now, and failures are recorded from now on. */
  load(faults: readonly LambdaFault[]): void {
    this.faults = faults;
    this.failed = [];
    this.loadedAtMs = this.clock.now();
  }

  around(lambdas: LambdaInvoker): LambdaInvoker {
    return {
      invoke: (functionArn, payload, signal) => {
        const fault = this.findFault(functionArn);
        if (fault === undefined) return this.invoke(lambdas, functionArn, payload, signal);
        // A caller that lost the response cannot stop the function.
        if (fault.takesEffect) void lambdas.invoke(functionArn, payload, neverAborted()).catch(() => undefined);
        return Promise.resolve<LambdaResult>({ ok: false, error: fault.error, cause: CAUSES[fault.error] });
      },
    };
  }

  /** Whether an invocation of the function is in progress. */
  isInvoked(name: LambdaFault["function"]): boolean {
    return this.underWay.some((functionArn) => isFunction(functionArn, name));
  }

  /** Returns the payloads of the function's invocations that failed without a fault. */
  findFailures(name: LambdaFault["function"]): unknown[] {
    return this.failed.filter(({ functionArn }) => isFunction(functionArn, name)).map(({ payload }) => payload);
  }

  private async invoke(lambdas: LambdaInvoker, ...call: Parameters<LambdaInvoker["invoke"]>): Promise<LambdaResult> {
    const [functionArn, payload] = call;
    this.underWay.push(functionArn);
    try {
      const result = await lambdas.invoke(...call);
      if (!result.ok) this.failed.push({ functionArn, payload });
      return result;
    } finally {
      this.underWay.splice(this.underWay.indexOf(functionArn), 1);
    }
  }

  private findFault(functionArn: string): LambdaFault | undefined {
    const ageSeconds = (this.clock.now() - this.loadedAtMs) / 1_000;
    return this.faults.find(
      ({ function: name, fromSeconds, forSeconds }) =>
        isFunction(functionArn, name) && ageSeconds >= fromSeconds && ageSeconds < fromSeconds + forSeconds,
    );
  }
}
