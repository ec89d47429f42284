import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { CliError } from "../../cli-error";

const plansSchema = z.record(z.string(), z.strictObject({ digest: z.string(), configHash: z.string() }));

/** Plans that may be applied: digest of the changes and SHA-256 of cdk.tf.json, by stack. */
export type ApprovedPlans = z.infer<typeof plansSchema>;

/** Writes the plans that `ci apply` may apply. */
export async function writePlans(file: string, plans: ApprovedPlans): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(plans));
}

/** Reads the plans that may be applied. @throws CliError when the file is missing or invalid */
export async function readPlans(file: string): Promise<ApprovedPlans> {
  try {
    return plansSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new CliError([`${file} does not contain the plans written by ci review; run it first`], { cause: error });
  }
}
