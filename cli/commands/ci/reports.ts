import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parsePlanReport, type PlanReport } from "reviewed-terraform";

/**
 * Reads the reports in a folder, `STACK.json` each, sorted by name; an absent folder has none.
 * @throws DeliveryError for an invalid report
 */
export async function readReports(folder: string): Promise<PlanReport[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => parsePlanReport(await readFile(join(folder, name), "utf8"), join(folder, name))),
  );
}
