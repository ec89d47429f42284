import * as z from "zod";
import { resourceOf, type SynthesizedEnvironment } from "../../testing/given-deployment";
import { formatDuration } from "../../console/format/format-duration";
import { estimateEvents } from "../../console/estimate/estimate-events";
import { estimatePoll, estimateSync } from "../../console/estimate/estimate-run";
import { renderTable } from "../bench/render-table";
import { dollars, LIST_PRICES } from "./list-prices";

const RUNS = 1_000;
const RUN_TIMES_SECONDS = [60, 600, 3_600, 28_800, 86_400, 604_800];
const WAIT_TIMES_SECONDS = [10, 60, 900];
/** Default and maximum of wait_time with `events`. */
const EVENT_WAIT_TIMES_SECONDS = [3_600, 86_400];

const containerSchema = z.object({
  resourceRequirements: z.array(z.object({ type: z.string(), value: z.string() })),
  networkConfiguration: z.object({ assignPublicIp: z.string() }),
});

/**
 * Renders the cost of 1,000 runs according to `poller estimate`, and of their Fargate jobs in the size of the sample
 * job definition, as a Markdown table.
 */
export function renderRunCost(environment: SynthesizedEnvironment): string {
  const jobHour = priceOfJobHour(environment);
  const header = [
    "dollars for 1,000 runs of",
    "the jobs",
    "`sync`",
    ...EVENT_WAIT_TIMES_SECONDS.map((wait) => `\`events\`, ${wait.toLocaleString("en-US")}`),
    ...WAIT_TIMES_SECONDS.map((wait) => `\`wait_time\` ${wait}`),
  ];
  const rows = RUN_TIMES_SECONDS.map((runTimeSeconds) => [
    formatDuration(runTimeSeconds),
    dollars((RUNS * jobHour * runTimeSeconds) / 3_600),
    dollars(RUNS * estimateSync().dollars),
    ...EVENT_WAIT_TIMES_SECONDS.map((waitTimeSeconds) =>
      dollars(RUNS * estimateEvents({ runTimeSeconds, waitTimeSeconds }).dollars),
    ),
    ...WAIT_TIMES_SECONDS.map((waitTimeSeconds) =>
      dollars(RUNS * estimatePoll({ runTimeSeconds, waitTimeSeconds }).dollars),
    ),
  ]);
  return renderTable(header, rows);
}

const COMPARED_RUN_SECONDS = 28_800;
/** AWS's sample has the same states. The memory of its functions does not change the result in cents. */
const SAMPLE_WAIT_TIME_SECONDS = 60;
const LONG_WAIT_TIME_SECONDS = 900;

/** Renders the row with the cost of waiting for a run of 8 hours of the README's comparison. */
export function renderComparisonRow(): string {
  const poll = (waitTimeSeconds: number): string =>
    `$${dollars(estimatePoll({ runTimeSeconds: COMPARED_RUN_SECONDS, waitTimeSeconds }).dollars)}`;
  const [waitTimeSeconds = NaN] = EVENT_WAIT_TIMES_SECONDS;
  const events = dollars(estimateEvents({ runTimeSeconds: COMPARED_RUN_SECONDS, waitTimeSeconds }).dollars);
  const airflow = dollars((COMPARED_RUN_SECONDS / 3_600) * LIST_PRICES.airflowHour.dollars);
  const cells = [
    "cost of an 8 h run",
    `${poll(SAMPLE_WAIT_TIME_SECONDS)} (\`wait_time\` 60), ${poll(LONG_WAIT_TIME_SECONDS)} (900), $${events} (\`events\`)`,
    `${poll(SAMPLE_WAIT_TIME_SECONDS)} at \`wait_time\` 60`,
    `**$${dollars(estimateSync().dollars)}**`,
    `$0, besides $${airflow} for MWAA`,
    "$0, besides its machine",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Returns the cost of one hour of the sample job, including its public IP address, in dollars. */
export function priceOfJobHour({ batch }: SynthesizedEnvironment): number {
  const text = z.string().parse(resourceOf(batch, "aws_batch_job_definition")["container_properties"]);
  const { resourceRequirements, networkConfiguration } = containerSchema.parse(JSON.parse(text));
  const sizeOf = (type: string): number => Number(resourceRequirements.find((each) => each.type === type)?.value);
  return (
    sizeOf("VCPU") * LIST_PRICES.vcpuHour.dollars +
    (sizeOf("MEMORY") / 1_024) * LIST_PRICES.memoryGbHour.dollars +
    (networkConfiguration.assignPublicIp === "ENABLED" ? LIST_PRICES.publicAddressHour.dollars : 0)
  );
}
