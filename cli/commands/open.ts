import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { findExecutionConsoleUrl } from "../../workflow/console-url";
import { lastArnPart } from "../../workflow/arn";
import type { CliContext } from "../cli-context";
import { CliError } from "../cli-error";
import { openConsoleTarget, type ConsoleTarget } from "../console/open-console-target";
import { EXIT_CODE } from "../exit-code";
import { createScreen, type CommonOptions } from "../screen";
import { openTarget, type TargetOptions } from "../target/open-target";
import { composeExecutionArn, findExecutionParts } from "../target/step-functions-arn";
import { serveConsole } from "./console";

export interface OpenOptions extends CommonOptions, TargetOptions {
  /** Prints the address of the execution in the AWS console, and serves no page. */
  readonly awsUrl?: boolean | undefined;
  /** Port of the page; 0 means any free port. */
  readonly port: number;
  /** Whether to open the page in a browser. */
  readonly browser: boolean;
}

/** Values of options that only local endpoints of the page's own use. */
const NO_ENDPOINTS = { speed: 1, integration: "poll", runner: "process", secret: undefined } as const;

/**
 * Opens the console page of an execution and serves it until it is interrupted.
 * @returns exit code
 * @throws CliError when the execution does not exist, or is local and its address in the AWS console was asked for
 */
export async function open(execution: string, options: OpenOptions, context: CliContext): Promise<number> {
  const screen = createScreen(context, options);
  const target = await openTargetOf(execution, options, context);
  const executionArn = composeExecutionArn(execution, target.stateMachineArn);
  try {
    await target.clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }), {
      abortSignal: context.interrupt,
    });
    if (options.awsUrl !== true) {
      const path = `/executions/${encodeURIComponent(lastArnPart(executionArn))}`;
      return await serveConsole(target, { ...options, log: true, open: options.browser, path }, context, screen);
    }
    const url = findAwsUrl(executionArn, target);
    if (screen.json) screen.result({ url });
    else context.stdout.write(`${url}\n`);
    return EXIT_CODE.succeeded;
  } finally {
    await target.close();
  }
}

/** Finds the target, which must not be endpoints that the page starts for itself. */
async function openTargetOf(execution: string, options: OpenOptions, context: CliContext): Promise<ConsoleTarget> {
  const stateMachineArn = options.stateMachineArn ?? findExecutionParts(execution)?.stateMachineArn;
  const isChosen = options.environment !== undefined || stateMachineArn !== undefined || options.local === true;
  // Without a target, it fails and explains the options.
  if (!isChosen) await openTarget(options, context, execution);
  const chosen = options.environment === undefined ? { ...options, stateMachineArn } : options;
  return openConsoleTarget({ ...chosen, ...NO_ENDPOINTS }, context, createScreen(context, options));
}

function findAwsUrl(executionArn: string, { isLocal }: ConsoleTarget): string {
  const url = isLocal ? null : findExecutionConsoleUrl(executionArn);
  if (url === null) throw new CliError(["a local execution has no page in the AWS console; omit --aws-url"]);
  return url;
}
