import { countChanges } from "./change-group";
import { DeliveryError } from "../delivery-error";
import { findGuarded } from "./destroy-guard";
import { canonicalJson } from "../json";
import { planDigest } from "./plan-digest";
import { planReportSchema, type PlanReport } from "./plan-report";

/**
 * Parses a plan report.
 * @param source - name of the report in messages, like `the reviewed report of batch-dev`
 * @throws DeliveryError if the report is invalid, or if its digest, counts or guarded list do not match its changes
 */
export function parsePlanReport(text: string, source: string): PlanReport {
  const again = "plan again to create a new one";
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DeliveryError([`${source} is not valid JSON, or truncated after ${text.length} characters; ${again}`], {
      cause: error,
    });
  }
  const { data, error } = planReportSchema.safeParse(json);
  if (error !== undefined)
    throw new DeliveryError(
      error.issues.map(
        ({ path, message }) => `${source} is not a valid report: ${path.join(".")}: ${message}; ${again}`,
      ),
      { cause: error },
    );
  const digest = planDigest(data);
  if (digest !== data.digest)
    throw new DeliveryError([`${source} has the digest ${data.digest}, but its changes have ${digest}; ${again}`]);
  const { changes, counts, guarded } = data;
  if (canonicalJson([counts, guarded]) !== canonicalJson([countChanges(changes), findGuarded(changes)]))
    throw new DeliveryError([`${source} has counts or guarded resources that do not match its changes; ${again}`]);
  return data;
}
