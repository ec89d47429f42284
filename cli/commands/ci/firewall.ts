import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DeploymentConfig } from "../../../config/deployment-config";
import { stateKey } from "../../../config/state-key";
import { checkStack, type FirewallViolation, codeCell, PROVIDER_LOCK_FILE, tableCell } from "reviewed-terraform";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { EXIT_CODE } from "../../exit-code";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { createScreen } from "../../screen";
import { readConfig } from "../../state/read-config";
import { STACK_FILE } from "../../terraform/open-terraform";
import type { EnvironmentOptions, OutDirOptions } from "./ci-options";
import { listFiles } from "./list-files";
import { appendSummary } from "./step-output";

export type FirewallOptions = EnvironmentOptions & OutDirOptions;

/**
 * Checks every synthesized stack before Terraform reads it, because unreviewed code may have synthesized it. The
 * expected values come from the settings and from this command's own sources.
 * @returns exit code; 1 when a stack is rejected
 */
export async function checkFirewall(options: FirewallOptions, context: CliContext): Promise<number> {
  const config = readConfig(options.environment, context);
  const stacksPath = join(resolveGivenPath(options.outDir, context.environment), "stacks");
  const stacks = (await readdir(stacksPath).catch(() => [])).sort();
  if (stacks.length === 0) throw new CliError([`there is no stack in ${options.outDir}; run: npm run synth`]);
  const violations = await Promise.all(stacks.map((stack) => checkFolder(stack, join(stacksPath, stack), config)));
  return report(violations.flat(), stacks, options, context);
}

async function checkFolder(stack: string, folder: string, deployment: DeploymentConfig): Promise<FirewallViolation[]> {
  const { environment, stateBucket: bucket, region, accountId, kmsKeyArn } = deployment;
  if (!stack.endsWith(`-${environment}`)) {
    const advice = `name it PART-${environment}; otherwise its plan could be taken for a plan of another environment`;
    return [{ stack, path: ".", rule: "stack name", given: JSON.stringify(stack), advice }];
  }
  const files = await listFiles(folder);
  const findText = async (name: string): Promise<string | undefined> =>
    files.some(({ path, kind }) => path === name && kind === "file") ? readFile(join(folder, name), "utf8") : undefined;
  const config = (await findText(STACK_FILE)) ?? "{}";
  const lock = await findText(PROVIDER_LOCK_FILE);
  const ownPart = stack.replace(new RegExp(`-${environment}$`), "");
  const key = stateKey(deployment, ownPart);
  return checkStack({ expected: { stack, bucket, key, region, accountId, kmsKeyArn }, config, lock, files });
}

async function report(
  violations: readonly FirewallViolation[],
  stacks: readonly string[],
  options: FirewallOptions,
  context: CliContext,
): Promise<number> {
  const screen = createScreen(context, options);
  if (screen.json) screen.result(violations);
  if (violations.length === 0) {
    screen.say(`the firewall accepted ${stacks.join(", ")}`);
    return EXIT_CODE.succeeded;
  }
  for (const { stack, path, rule, given, advice } of violations)
    context.stderr.write(`${stack}: ${path}: ${rule}: got ${given}; ${advice}\n`);
  const rows = violations.map(
    ({ stack, path, rule, given, advice }) =>
      `| ${codeCell(stack)} | ${codeCell(path)} | ${tableCell(rule)} | ${codeCell(given)} | ${tableCell(advice)} |`,
  );
  await appendSummary(
    context,
    `## ❌ Rejected by the firewall: nothing was planned\n\n| Stack | Where | Rule | Found | What to do |\n| --- | --- | --- | --- | --- |\n${rows.join("\n")}`,
  );
  return EXIT_CODE.notStarted;
}
