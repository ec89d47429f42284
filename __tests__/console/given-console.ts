import { consoleAccess } from "../../cli/console/console-access";
import { createLocalClients, type AwsClients } from "../../cli/target/aws-clients";
import type { ConsoleAccess } from "../../console/server/console-access";
import { startConsoleServer, type ConsoleServer } from "../../console/server/console-server";
import type { LifeCycleTimes } from "../../local/batch/life-cycle-times";
import type { JobRun, JobRunner } from "../../local/batch/runner/runner";
import { createSimulatedRunner, type SimulatedRun } from "../../local/batch/runner/simulated-runner";
import { createScaledClock, type Clock } from "../../local/clock";
import { startLocalEnvironment, type LocalEnvironment } from "../../local/environment/local-environment";
import { readSynthesizedEnvironment } from "../../local/environment/read-synthesized-environment";
import sampleInput from "../../samples/execution-input.json";

/** Endpoints that a console can be about. */
export interface GivenEndpoints {
  readonly environment: LocalEnvironment;
  readonly clients: AwsClients;
  readonly clock: Pick<Clock, "now">;
  /** How many seconds pass for the endpoints in a real one. */
  readonly speed: number;
  close(): Promise<void>;
}

type AskOptions = Omit<RequestInit, "headers"> & { readonly headers?: Readonly<Record<string, string>> };

export interface GivenConsole extends GivenEndpoints {
  readonly server: ConsoleServer;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly token: string;
  readonly access: ConsoleAccess;
  /** Asks as the page does. */
  ask(path: string, init?: AskOptions): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
}

export interface GivenConsoleOptions {
  /** How many seconds pass for the endpoints in a real one. @default 1,000 */
  readonly speed?: number;
  /** @default jobs that are simulated by their names */
  readonly makeRunner?: (clock: Clock) => JobRunner;
  /** @default as Batch's own, some seconds */
  readonly lifeCycle?: Partial<LifeCycleTimes>;
  /** Where the console finds Step Functions. @default at the endpoint itself */
  readonly findStepFunctions?: (endpointUrl: string) => string | Promise<string>;
}

/** A job is known by its name: `endless`, `failing`, or one that succeeds. */
const simulateByName = ({ jobName }: JobRun): SimulatedRun =>
  jobName === "endless"
    ? { runsForMs: Infinity }
    : { runsForMs: 1_000, exitCode: jobName === "failing" ? 3 : 0, logLines: ["the first line", "the last line"] };

/** The console's server on the real endpoints, where only the jobs' processes are simulated. */
export async function givenConsole(appPath: string, options: GivenConsoleOptions = {}): Promise<GivenConsole> {
  const { speed = 1_000, lifeCycle = {}, findStepFunctions = String } = options;
  const { makeRunner = (runnerClock: Clock) => createSimulatedRunner(runnerClock, simulateByName) } = options;
  const clock = createScaledClock(speed);
  const environment = await startLocalEnvironment({
    synthesized: readSynthesizedEnvironment(appPath, "dev"),
    clock,
    runner: makeRunner(clock),
    lifeCycle,
  });
  const { batchUrl, region } = environment;
  const stepFunctionsUrl = await findStepFunctions(environment.stepFunctionsUrl);
  const clients = createLocalClients(region, { stepFunctionsUrl, batchUrl, logsUrl: batchUrl });
  const close = async (): Promise<void> => {
    clients.close();
    await environment.close();
  };
  return serveConsole({ environment, clients, clock, speed, close });
}

/** The console's server on endpoints that are there. */
export async function serveConsole(endpoints: GivenEndpoints): Promise<GivenConsole> {
  const { environment, clients, clock, speed } = endpoints;
  const access = consoleAccess({
    clients,
    stateMachineArn: environment.stateMachineArn,
    isLocal: true,
    optionsShown: "--local",
    sampleInput,
    clock: { now: () => clock.now(), speed },
    exports: {},
    close: () => Promise.resolve(),
  });
  const server = await startConsoleServer({ access });
  const { origin, port, searchParams } = new URL(server.url);
  const token = searchParams.get("token") ?? "";
  const cookie = `poller-console-${port}=${token}`;
  const ask = (path: string, init: AskOptions = {}): Promise<Response> =>
    fetch(`${origin}${path}`, { ...init, headers: { cookie, ...init.headers } });
  const headers = { cookie, origin, "content-type": "application/json" };
  return {
    ...endpoints,
    server,
    origin,
    token,
    access,
    ask,
    post: (path, body) => ask(path, { method: "POST", headers, body: JSON.stringify(body) }),
    close: async () => {
      await server.close();
      await endpoints.close();
    },
  };
}

/** The text of an input for the synthesized queue. */
export const givenInput = (jobName: string, more: object = {}): string =>
  JSON.stringify({ ...sampleInput, jobName, wait_time: 1, ...more });
