import type { SynthesizedEnvironment } from "../../testing/given-deployment";
import { estimatePoll, estimateSync } from "../../console/estimate/estimate-run";
import { renderTable } from "../bench/render-table";
import { findIdleCost } from "./idle-cost";
import { dollars, LIST_PRICES } from "./list-prices";
import { priceOfJobHour } from "./run-cost";

const RUN_SECONDS = 600;
const STARTS_A_MONTH = 30;
const IMAGE_GB = 0.1;

/** Renders the costs of the parts of docs/your-own-job.md as a Markdown table. */
export function renderOwnJobCost(environment: SynthesizedEnvironment): string {
  const job = (priceOfJobHour(environment) * RUN_SECONDS) / 3_600;
  const polled = estimatePoll({ runTimeSeconds: RUN_SECONDS, waitTimeSeconds: 60 }).dollars;
  const rows: [what: string, amount: number][] = [
    ["a job of 10 minutes with 0.25 vCPUs and 512 MiB, with its public address", job],
    ["waiting for it at `wait_time` 60", polled],
    ["waiting for any job with `WAIT_INTEGRATION=sync`", estimateSync().dollars],
    ["a MB of log lines", LIST_PRICES.logGb.dollars / 1_000],
    ["the environment, a month, even if it is idle", findIdleCost(environment)],
    ["an image of 100 MB in ECR, a month", IMAGE_GB * LIST_PRICES.imageGb.dollars],
    ["a secret in Secrets Manager, a month", LIST_PRICES.secret.dollars],
    ["a schedule that starts once a day, a month", STARTS_A_MONTH * LIST_PRICES.scheduledStart.dollars],
    ["its alarm, and that of the notifications, a month", 2 * LIST_PRICES.alarm.dollars],
    ["an e-mail", LIST_PRICES.mail.dollars],
    ["a permission, a port", 0],
  ];
  return renderTable(
    ["what", "dollars"],
    rows.map(([what, amount]) => [what, dollars(amount)]),
  );
}
