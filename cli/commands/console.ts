import { startConsoleServer } from "../../console/server/console-server";
import type { CliContext } from "../cli-context";
import { consoleAccess } from "../console/console-access";
import { openConsoleTarget, type ConsoleTarget, type ConsoleTargetOptions } from "../console/open-console-target";
import { openInBrowser } from "../console/open-in-browser";
import { EXIT_CODE } from "../exit-code";
import { createScreen, type CommonOptions, type Screen } from "../screen";
import { untilAborted } from "../until-aborted";

interface ConsoleOptions extends CommonOptions, ConsoleTargetOptions {
  /** Port of the page; 0 means any free port. */
  readonly port: number;
  /** Shows the logs of jobs. */
  readonly log: boolean;
  /** Opens the page in a browser. */
  readonly open?: boolean | undefined;
}

/**
 * Serves the console page until it is interrupted.
 * @returns exit code
 * @throws CliError or Error with a one-line message, after all servers are closed
 */
export async function consoleCommand(options: ConsoleOptions, context: CliContext): Promise<number> {
  const screen = createScreen(context, options);
  const target = await openConsoleTarget(options, context, screen);
  try {
    return await serveConsole(target, options, context, screen);
  } finally {
    await target.close();
  }
}

/**
 * Serves the console page of a target until it is interrupted.
 * @param options.path - page to open
 * @returns exit code
 */
export async function serveConsole(
  target: ConsoleTarget,
  { port, log, open, path = "/" }: Pick<ConsoleOptions, "port" | "log" | "open"> & { readonly path?: string },
  context: CliContext,
  screen: Screen,
): Promise<number> {
  const server = await startConsoleServer({ access: consoleAccess(target, log), port });
  try {
    const { search, origin } = new URL(server.url);
    const url = `${origin}${path}${search}`;
    if (screen.json) screen.result({ url, ...target.exports });
    else context.stdout.write(`${url}\n`);
    screen.say("The console is at this address. Do not share it: requests use your credentials. Press Ctrl-C to stop.");
    const remove = open === true ? await openPage(url, screen) : undefined;
    await untilAborted(context.interrupt);
    await remove?.();
  } finally {
    await server.close();
  }
  return EXIT_CODE.succeeded;
}

async function openPage(url: string, screen: Screen): Promise<() => Promise<void>> {
  const { problem, remove } = await openInBrowser(url);
  if (problem !== undefined) screen.say(`The browser could not be opened (${problem}); open the address by hand.`);
  return remove;
}
