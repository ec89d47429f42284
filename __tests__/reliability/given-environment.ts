import type * as z from "zod";
import type { WaitIntegration } from "../../workflow/integration";
import { givenApp } from "../../testing/given-app";
import {
  createSimulatedRunner,
  startLocalAws,
  VirtualClock,
  type JobStateChange,
  type LambdaInvoker,
  type LambdaResult,
  type LocalAws,
  type LocalResources,
} from "local-aws";
import { readLocalResources } from "../../cli/local/stacks/read-local-resources";
import { FaultyLambdas } from "./faulty-lambdas";

/** Synthesized definition and built bundles on the local endpoints, with a virtual clock and seeded randomness. */
export interface GivenEnvironment {
  readonly integration: WaitIntegration;
  readonly resources: LocalResources;
  readonly local: LocalAws;
  readonly clock: VirtualClock;
  /** Failing invocations of the Lambda functions. */
  readonly lambdaFaults: Pick<FaultyLambdas, "load" | "isInvoked" | "findFailures">;
  /** Status changes of all jobs since `begin`. */
  readonly changes: JobStateChange[];
  /** Callback for each later status change. */
  onChange: (change: JobStateChange) => void;
  /** Begins a row, at the same time after a sweep as every row. Job IDs and jitter depend only on its number. */
  begin(row: number): Promise<void>;
  /** Returns the body of a reply. @throws Error if the call is rejected */
  call<Schema extends z.ZodType>(
    service: "batch" | "stepFunctions",
    operation: string,
    input: object,
    schema: Schema,
  ): Promise<z.output<Schema>>;
  /** Invokes a function of the stack with an event, once. */
  invoke(functionName: string, event: object): Promise<LambdaResult>;
  close(): Promise<void>;
}

/** Time in each status, long enough to stop an execution or let it time out there. */
const LIFE_CYCLE = { submittedMs: 5_000, pendingMs: 5_000, runnableMs: 20_000, startingMs: 20_000 };

/** Interval of the rule that sweeps left jobs, in milliseconds. */
const SWEEP_MS = 900_000;
/**
 * Time from a sweep to the start of a row, in milliseconds. A fault counts the calls of sweeps, too. Functions work
 * in real time, so without this the end of one row would decide when the next one is swept.
 */
const AFTER_SWEEP_MS = 60_000;

export async function givenEnvironment(integration: WaitIntegration): Promise<GivenEnvironment> {
  const app = await givenApp(integration);
  const clock = new VirtualClock();
  const lambdaFaults = new FaultyLambdas(clock);
  const changes: JobStateChange[] = [];
  let row = 0;
  let jobs = 0;
  let seed = 1;
  let lambdas: LambdaInvoker | undefined;
  const startedAt = clock.now();
  const resources = readLocalResources(app.path, "dev");
  const local = await startLocalAws({
    resources,
    clock,
    runner: createSimulatedRunner(clock, () => ({ exitCode: 0, runsForMs: 30_000 })),
    lifeCycle: LIFE_CYCLE,
    aroundLambdas: (workers) => (lambdas = lambdaFaults.around(workers)),
    random: { next: () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 },
    newJobId: () => `00000000-0000-4000-8000-${String(row * 1_000 + (jobs += 1)).padStart(12, "0")}`,
    onEvent: (change) => {
      changes.push(change);
      given.onChange(change);
    },
  });
  const given: GivenEnvironment = {
    integration,
    resources,
    local,
    clock,
    lambdaFaults,
    changes,
    onChange: () => undefined,
    begin: async (number) => {
      await clock.sleep(SWEEP_MS - ((clock.now() - startedAt) % SWEEP_MS) + AFTER_SWEEP_MS);
      row = number;
      jobs = 0;
      seed = number + 1;
      changes.length = 0;
      given.onChange = () => undefined;
    },
    call: async (service, operation, input, schema) => {
      const { status, body } = await (service === "batch" ? local.callBatch : local.callStepFunctions)(
        operation,
        input,
      );
      if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`);
      return schema.parse(body);
    },
    invoke: (functionName, event) => {
      const found = resources.functions?.find(({ functionArn }) => functionArn.endsWith(functionName));
      if (found === undefined || lambdas === undefined) throw new Error(`no function ${functionName}`);
      return lambdas.invoke(found.functionArn, event, new AbortController().signal);
    },
    close: async () => {
      await local.close();
      await app.remove();
    },
  };
  return given;
}
