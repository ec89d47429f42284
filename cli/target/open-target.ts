import { ListStateMachinesCommand } from "@aws-sdk/client-sfn";
import type { CliContext } from "../cli-context";
import { CliError } from "../cli-error";
import { createAwsClients, createLocalClients, type AwsClients, type LocalEndpoints } from "./aws-clients";
import { findExecutionParts, parseStateMachineArn } from "./step-functions-arn";

/** Options that select the state machine of a command. */
export interface TargetOptions {
  readonly stateMachineArn?: string | undefined;
  readonly local?: boolean | undefined;
  /** A deployed environment, `dev` or `prod`. */
  readonly environment?: string | undefined;
}

/** State machine and its clients. */
export interface Target {
  readonly clients: AwsClients;
  readonly stateMachineArn: string;
  readonly isLocal: boolean;
  /** Options for the same target, for hints. */
  readonly optionsShown: string;
  /** Sample input of the environment; undefined if the target has none. */
  readonly sampleInput?: Readonly<Record<string, unknown>>;
}

type TargetContext = Pick<CliContext, "environment" | "interrupt">;

const DEFAULT_REGION = "us-east-1";

/**
 * Finds the state machine of a command.
 * @param execution - name of an execution, or its ARN, which contains the state machine
 * @throws CliError when the options do not select one state machine
 */
export async function openTarget(options: TargetOptions, context: TargetContext, execution = ""): Promise<Target> {
  const stateMachineArn = options.stateMachineArn ?? findExecutionParts(execution)?.stateMachineArn;
  if (options.local === true) return openLocal(stateMachineArn, context);
  if (stateMachineArn === undefined) throw new CliError([noTarget(context.environment)]);
  const { region } = parseStateMachineArn(stateMachineArn);
  return {
    clients: createAwsClients(region),
    stateMachineArn,
    isLocal: false,
    optionsShown: `--state-machine-arn ${stateMachineArn}`,
  };
}

/** Error without a target; when the exports of `poller local` are set, it suggests --local. */
function noTarget({ AWS_ENDPOINT_URL_SFN: url = "" }: TargetContext["environment"]): string {
  if (url !== "") return `no target: add --local for AWS_ENDPOINT_URL_SFN=${url}, or give --state-machine-arn ARN`;
  return 'no target: give --state-machine-arn ARN, or --local with the exports that "poller local" printed, or --environment NAME';
}

async function openLocal(
  stateMachineArn: string | undefined,
  { environment, interrupt }: TargetContext,
): Promise<Target> {
  const clients = createLocalClients(environment["AWS_REGION"] ?? DEFAULT_REGION, findLocalEndpoints(environment));
  try {
    return {
      clients,
      stateMachineArn: stateMachineArn ?? (await findOnlyStateMachine(clients, interrupt)),
      isLocal: true,
      optionsShown: "--local",
    };
  } catch (error) {
    clients.close();
    throw error;
  }
}

async function findOnlyStateMachine({ stepFunctions }: AwsClients, abortSignal: AbortSignal): Promise<string> {
  const { stateMachines = [] } = await stepFunctions.send(new ListStateMachinesCommand({}), { abortSignal });
  const [first, ...others] = stateMachines;
  if (first?.stateMachineArn === undefined)
    throw new CliError(['the local endpoint has no state machine; restart "poller local"']);
  if (others.length > 0)
    throw new CliError([
      `the local endpoint has ${stateMachines.length} state machines; choose one with --state-machine-arn`,
    ]);
  return first.stateMachineArn;
}

const LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Finds a running `poller local` by the variables that it printed.
 * @throws CliError when a variable is missing or is not a loopback address
 */
export function findLocalEndpoints(environment: Readonly<Record<string, string | undefined>>): LocalEndpoints {
  const batchUrl = findLoopbackUrl(environment, "AWS_ENDPOINT_URL_BATCH");
  return {
    stepFunctionsUrl: findLoopbackUrl(environment, "AWS_ENDPOINT_URL_SFN"),
    batchUrl,
    logsUrl:
      environment["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] === undefined
        ? batchUrl
        : findLoopbackUrl(environment, "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"),
  };
}

function findLoopbackUrl(environment: Readonly<Record<string, string | undefined>>, variable: string): string {
  const value = environment[variable];
  if (value === undefined || value === "")
    throw new CliError([`--local requires ${variable}; run "poller local" and set the variables that it prints`]);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !LOOPBACK_HOSTS.includes(url.hostname))
    throw new CliError([`--local requires ${variable} on this machine, like http://127.0.0.1:8083, got ${value}`]);
  return value;
}
