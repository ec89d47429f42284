import { formatDuration } from "../../console/format/format-duration";
import type { Comparison, Loss, Measured } from "./compare-pacings";
import { judge } from "./render-table";

/**
 * Renders whether an alternative is both cheaper and quicker: at the optimal wait times, and at those of the table.
 */
export function renderLosses({ sensible, losses }: Comparison): string {
  const range = describeRange(sensible);
  const chosen = losses.filter((loss) => loss.sensible);
  const shown = losses.filter((loss) => !loss.sensible);
  return [
    judge(
      `no alternative is both cheaper and quicker, where \`wait_time\` is chosen for the run time (${range})`,
      chosen.length === 0,
      describeLosses(chosen),
    ),
    judge("and at each `wait_time` of the table", shown.length === 0, describeLosses(shown)),
  ].join("\n");
}

function describeLosses(losses: readonly Loss[]): string {
  if (losses.length === 0) return "none";
  const rivals = [...new Set(losses.map(({ rival }) => rival))];
  return rivals
    .map((rival) => {
      const lost = losses.filter((loss) => loss.rival === rival).map(({ ours }) => ours);
      return `${nameOf(rival)} is, against ours at ${describeRange(lost)}`;
    })
    .join("; ");
}

function nameOf({ pacing: { name, waitTimeSeconds } }: Measured): string {
  return waitTimeSeconds === undefined ? name : `${name} at ${waitTimeSeconds} s`;
}

function describeRange(all: readonly Measured[]): string {
  const seconds = all.map(({ pacing }) => pacing.waitTimeSeconds ?? NaN);
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
  if (least === most) return formatDuration(least);
  return all.length <= 3
    ? seconds.map(formatDuration).join(", ")
    : `${formatDuration(least)} to ${formatDuration(most)}`;
}
