import { createLocalClients, type AwsClients } from "../../cli/target/aws-clients";
import {
  createSimulatedRunner,
  type SimulatedRun,
  type JobRun,
  VirtualClock,
  startLocalAws,
  type LocalAws,
} from "local-aws";
import { readLocalResources } from "../../cli/local/stacks/read-local-resources";
import { startExecution } from "../../cli/commands/start-execution";

export interface VirtualEnvironment {
  readonly environment: LocalAws;
  readonly clients: AwsClients;
  readonly clock: VirtualClock;
  /** Starts an execution of a job on the synthesized queue. */
  start(name: string, input?: object): Promise<string>;
  close(): Promise<void>;
}

/**
 * The real stacks on the real endpoints with the real Lambdas; only time and the jobs' processes are simulated.
 * @param schedules - whether the scheduled rules run: the sweep comes 96 times for each day that passes @default true
 */
export async function givenVirtualEnvironment(
  appPath: string,
  simulate: (run: JobRun) => SimulatedRun,
  { schedules = true } = {},
): Promise<VirtualEnvironment> {
  const clock = new VirtualClock(new Date("2026-01-01T00:00:00Z"));
  let jobs = 0;
  const resources = readLocalResources(appPath, "dev");
  const environment = await startLocalAws({
    resources: schedules
      ? resources
      : { ...resources, events: { rules: resources.events?.rules ?? [], schedules: [] } },
    clock,
    runner: createSimulatedRunner(clock, simulate),
    // The first wait follows from the job's ID.
    newJobId: () => `00000000-0000-4000-8000-${String((jobs += 1)).padStart(12, "0")}`,
  });
  const { batchUrl, stepFunctionsUrl, region, jobQueueArn, jobDefinitionArn, stateMachineArn } = environment;
  const clients = createLocalClients(region, { stepFunctionsUrl, batchUrl, logsUrl: batchUrl });
  // A request takes real time, in which the virtual clock must not run ahead of the one who waits for the reply.
  const holdClock =
    <Input, Output>(next: (args: Input) => Promise<Output>) =>
    async (args: Input): Promise<Output> => {
      const release = clock.hold();
      try {
        return await next(args);
      } finally {
        release();
      }
    };
  const options = { step: "initialize", name: "holdClock" } as const;
  clients.stepFunctions.middlewareStack.add(holdClock, options);
  clients.batch.middlewareStack.add(holdClock, options);
  clients.logs.middlewareStack.add(holdClock, options);
  const job = { jobName: "my-job", jobDefinition: jobDefinitionArn, jobQueue: jobQueueArn };
  return {
    environment,
    clients,
    clock,
    start: (name, input = {}) => startExecution(clients.stepFunctions, stateMachineArn, { ...job, ...input }, name),
    close: async () => {
      clients.close();
      await environment.close();
    },
  };
}
