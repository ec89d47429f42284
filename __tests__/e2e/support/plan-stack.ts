import type { Clone } from "./clone";

/** Runs `cdktf synth` for the environment dev. @throws Error with the output if it fails */
export async function synthesize(where: Clone, more: Record<string, string> = {}): Promise<void> {
  const end = await where.run("node", ["node_modules/cdktf-cli/bundle/bin/cdktf.js", "synth"], {
    DEPLOY_ENVIRONMENT: "dev",
    ...more,
  });
  if (end.exitCode !== 0) throw new Error(end.output);
}

/**
 * Plans a synthesized stack and saves the plan in `tf.plan` of its folder.
 * @returns output and exit code of `terraform plan -detailed-exitcode`: 0 no changes, 2 changes, 1 error
 */
export async function plan(where: Clone, stack: string): Promise<{ exitCode: number | null; output: string }> {
  const init = await where.terraform(stack, ["init", "-input=false", "-no-color"]);
  if (init.exitCode !== 0) return init;
  return where.terraform(stack, [
    "plan",
    "-input=false",
    "-no-color",
    "-lock=false",
    "-detailed-exitcode",
    "-out=tf.plan",
  ]);
}
