import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readPullRequestEvent, renderPlanSummary, SUMMARY_LIMIT_BYTES, type PlanReport } from "reviewed-terraform";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { EXIT_CODE } from "../../exit-code";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { createScreen } from "../../screen";
import { readConfig } from "../../state/read-config";
import type { EnvironmentOptions, OutDirOptions } from "./ci-options";
import { planReadOnly, prepareStack } from "./make-plan";
import { writeReceipt } from "./receipts";
import { readStackFolders } from "./stack-folder";
import { appendSummary } from "./step-output";

export interface PlanStacksOptions extends EnvironmentOptions, OutDirOptions {
  /** Folder to write the reports to. */
  readonly reports: string;
  /** Whether to store the reports in the state bucket, as proof of what the pull request shows. */
  readonly receipts?: boolean | undefined;
}

/** Plans the stacks of an environment for review. Writes reports and a summary; neither contains secrets. */
export async function planStacks(options: PlanStacksOptions, context: CliContext): Promise<number> {
  const store = options.receipts === true ? await openReceipts(options.environment, context) : undefined;
  const reports: PlanReport[] = [];
  for (const folder of await readStackFolders(options, context)) {
    // The plan role cannot write states, so that a pull request cannot block an apply or release its lock.
    const { report } = await planReadOnly(await prepareStack(folder, context));
    reports.push(report);
    await store?.(report);
    await writeReport(resolveGivenPath(options.reports, context.environment), report);
    await show(report, options, context);
  }
  if (options.json === true)
    createScreen(context, options).result(reports.map(({ stack, digest, counts }) => ({ stack, digest, counts })));
  return EXIT_CODE.succeeded;
}

async function writeReport(folder: string, report: PlanReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${report.stack}.json`), JSON.stringify(report));
}

async function show(report: PlanReport, { json }: PlanStacksOptions, context: CliContext): Promise<void> {
  const summary = renderPlanSummary(report, SUMMARY_LIMIT_BYTES / 2);
  const isShown = await appendSummary(context, summary);
  if (json !== true) context.stdout.write(isShown ? `${report.stack}: ${report.digest}\n` : summary);
}

/** @throws CliError outside a run for a pull request */
async function openReceipts(environment: string, context: CliContext): Promise<(report: PlanReport) => Promise<void>> {
  const config = readConfig(environment, context);
  const commit = await readPullRequestEvent(context.environment);
  const { GITHUB_RUN_ID: run = "", GITHUB_RUN_ATTEMPT: attempt = "1" } = context.environment;
  if (commit === undefined || run === "")
    throw new CliError(["--receipts requires a run of GitHub Actions for a pull request"]);
  return (report) => writeReceipt(config, commit, `${run}-${attempt}`, report);
}
