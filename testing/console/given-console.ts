import { consoleAccess } from "../../cli/console/console-access";
import { createLocalClients, type AwsClients } from "../../cli/target/aws-clients";
import type { ConsoleAccess } from "../../console/server/console-access";
import { startConsoleServer, type ConsoleServer } from "../../console/server/console-server";
import {
  type LifeCycleTimes,
  type JobRun,
  type JobRunner,
  createSimulatedRunner,
  type SimulatedRun,
  createScaledClock,
  type Clock,
  startLocalAws,
  type LocalAws,
} from "local-aws";
import { readLocalResources } from "../../cli/local/stacks/read-local-resources";
import sampleInput from "../../sample-job/execution-input.json";

/** Endpoints for a console. */
export interface GivenEndpoints {
  readonly environment: LocalAws;
  readonly clients: AwsClients;
  readonly clock: Pick<Clock, "now">;
  /** Endpoint seconds per real second. */
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
  /** Sends a request with the page's cookie. */
  ask(path: string, init?: AskOptions): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
}

export interface GivenConsoleOptions {
  /** Endpoint seconds per real second. @default 1,000 */
  readonly speed?: number;
  /** Creates the job runner. @default jobs simulated by name */
  readonly makeRunner?: (clock: Clock) => JobRunner;
  /** Durations of the job statuses. @default the defaults of the local Batch endpoint */
  readonly lifeCycle?: Partial<LifeCycleTimes>;
  /** Returns the Step Functions URL for the console. @default the URL of the endpoint */
  readonly findStepFunctions?: (endpointUrl: string) => string | Promise<string>;
}

/** Jobs named `endless` run forever and jobs named `failing` fail; all other jobs succeed. */
const simulateByName = ({ jobName }: JobRun): SimulatedRun =>
  jobName === "endless"
    ? { runsForMs: Infinity }
    : { runsForMs: 1_000, exitCode: jobName === "failing" ? 3 : 0, logLines: ["the first line", "the last line"] };

/** Starts a console server on the local endpoints. Only the job processes are simulated. */
export async function givenConsole(appPath: string, options: GivenConsoleOptions = {}): Promise<GivenConsole> {
  const { speed = 1_000, lifeCycle = {}, findStepFunctions = String } = options;
  const { makeRunner = (runnerClock: Clock) => createSimulatedRunner(runnerClock, simulateByName) } = options;
  const clock = createScaledClock(speed);
  const environment = await startLocalAws({
    resources: readLocalResources(appPath, "dev"),
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

/** Starts a console server on existing endpoints. */
export async function serveConsole(endpoints: GivenEndpoints): Promise<GivenConsole> {
  const { environment, clients, clock, speed } = endpoints;
  const access = consoleAccess(
    {
      clients,
      stateMachineArn: environment.stateMachineArn,
      isLocal: true,
      optionsShown: "--local",
      sampleInput,
      clock: { now: () => clock.now(), speed },
      exports: {},
      close: () => Promise.resolve(),
    },
    true,
  );
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

/** Timeout that no test reaches. That of the job definition is a few seconds at the speed of the tests. */
const ENDLESS = { run_timeout: 31_536_000 };

/** Returns an execution input for the synthesized job queue, as JSON text. */
export const givenInput = (jobName: string, more: object = {}): string =>
  JSON.stringify({ ...sampleInput, jobName, wait_time: 1, ...(jobName === "endless" && ENDLESS), ...more });
