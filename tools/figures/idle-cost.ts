import * as z from "zod";
import { resourcesOf, type SynthesizedEnvironment } from "../../testing/given-deployment";
import { priceOf } from "../../console/estimate/prices";
import { count, renderTable } from "../bench/render-table";
import { dollars, LIST_PRICES } from "./list-prices";

const HOURS_A_MONTH = 730;
/** Log size of one sweep, in bytes: the lines of Lambda and one of the function. */
const LOG_BYTES_A_CALL = 1_000;

interface Cost {
  readonly what: string;
  readonly dollarsAMonth: number;
}

const sumOf = (costs: readonly Cost[]): number => costs.reduce((total, { dollarsAMonth }) => total + dollarsAMonth, 0);

/** Returns the cost of an idle environment, counted from its stacks, in dollars a month. */
export const findIdleCost = (environment: SynthesizedEnvironment): number => sumOf(findIdleCosts(environment));

/** Renders the monthly cost of an idle environment, counted from its stacks, as a Markdown table. */
export function renderIdleCost(environment: SynthesizedEnvironment): string {
  const costs = findIdleCosts(environment);
  const rows = [...costs, { what: "**all**", dollarsAMonth: sumOf(costs) }];
  return renderTable(
    ["what", "dollars a month"],
    rows.map(({ what, dollarsAMonth }) => [what, dollars(dollarsAMonth)]),
  );
}

function findIdleCosts({ jobPoller }: SynthesizedEnvironment): Cost[] {
  const alarms = resourcesOf(jobPoller, "aws_cloudwatch_metric_alarm").length;
  const dashboards = resourcesOf(jobPoller, "aws_cloudwatch_dashboard").length;
  const sweeps = countSweeps(jobPoller);
  return [
    { what: `${dashboards} dashboard`, dollarsAMonth: dashboards * LIST_PRICES.dashboard.dollars },
    { what: `${alarms} alarms`, dollarsAMonth: alarms * LIST_PRICES.alarm.dollars },
    {
      what: `${count(sweeps)} calls of terminate-job by schedule`,
      dollarsAMonth: priceOf({ transitions: 0, lambdaCalls: sweeps }),
    },
    { what: "their traces, at most", dollarsAMonth: sweeps * LIST_PRICES.trace.dollars },
    {
      what: "their log lines, 1 KB a call",
      dollarsAMonth: ((sweeps * LOG_BYTES_A_CALL) / 1e9) * LIST_PRICES.logGb.dollars,
    },
  ];
}

/** Counts the monthly invocations by scheduled rules. */
function countSweeps(jobPoller: SynthesizedEnvironment["jobPoller"]): number {
  const schedules = resourcesOf(jobPoller, "aws_cloudwatch_event_rule")
    .map((rule) => rule["schedule_expression"])
    .filter((schedule) => schedule !== undefined);
  return schedules.reduce((total: number, schedule) => {
    const minutes = Number(/^rate\((\d+) minutes\)$/.exec(z.string().parse(schedule))?.[1]);
    if (!(minutes > 0))
      throw new Error(`the schedule must be rate(N minutes) to compute docs/costs.md, got ${JSON.stringify(schedule)}`);
    return total + (HOURS_A_MONTH * 60) / minutes;
  }, 0);
}
