import { countChanges } from "./count-changes";
import { DeliveryError } from "./delivery-error";
import { findGuarded } from "./destroy-guard";
import { canonicalJson } from "./json";
import { planDigest } from "./plan-digest";
import { planReportSchema, type PlanReport } from "./plan-report";

/**
 * @param source - names the report in messages, like `the reviewed report of batch-dev`
 * @throws DeliveryError for what is no report, or one whose digest or numbers are not those of what it lists
 */
export function parsePlanReport(text: string, source: string): PlanReport {
  const again = "plan again to write a new one";
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DeliveryError([`${source} is no JSON, or cut off after ${text.length} characters; ${again}`], {
      cause: error,
    });
  }
  const { data, error } = planReportSchema.safeParse(json);
  if (error !== undefined)
    throw new DeliveryError(
      error.issues.map(({ path, message }) => `${source} is no report: ${path.join(".")}: ${message}; ${again}`),
      { cause: error },
    );
  const digest = planDigest(data);
  if (digest !== data.digest)
    throw new DeliveryError([`${source} says ${data.digest}, but what it lists has ${digest}; ${again}`]);
  const { changes, counts, guarded } = data;
  if (canonicalJson([counts, guarded]) !== canonicalJson([countChanges(changes), findGuarded(changes)]))
    throw new DeliveryError([`${source} counts other changes than it lists, or guards others; ${again}`]);
  return data;
}
