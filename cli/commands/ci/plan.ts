import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { renderPlanSummary, SUMMARY_LIMIT_BYTES } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { EXIT_CODE } from "../../exit-code";
import { resolveGivenPath } from "../../input/resolve-given-path";
import type { OutDirOptions } from "./ci-options";
import { planReadOnly, prepareStack } from "./make-plan";
import { readStackFolder } from "./stack-folder";
import { appendSummary } from "./step-output";

export interface PlanStackOptions extends OutDirOptions {
  /** File to write the report to. */
  readonly report: string;
  readonly tree?: string | undefined;
}

/** Plans a stack for review. Writes a report for later comparison and a summary; neither contains secrets. */
export async function planStack(stackName: string, options: PlanStackOptions, context: CliContext): Promise<number> {
  const folder = await readStackFolder(stackName, options, context);
  // The plan role cannot write, so that a pull request cannot block an apply or release its lock.
  const { report } = await planReadOnly(await prepareStack(folder, context, options.tree));
  const file = resolveGivenPath(options.report, context.environment);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(report));
  const summary = renderPlanSummary(report, SUMMARY_LIMIT_BYTES);
  const isShown = await appendSummary(context, summary);
  if (options.json === true)
    context.stdout.write(`${JSON.stringify({ stack: stackName, digest: report.digest, counts: report.counts })}\n`);
  else context.stdout.write(isShown ? `${stackName}: ${report.digest}\n` : summary);
  return EXIT_CODE.succeeded;
}
