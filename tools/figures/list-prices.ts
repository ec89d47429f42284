import {
  ALARM_DOLLARS,
  DASHBOARD_DOLLARS,
  GB_SECOND_DOLLARS,
  READ_UNIT_DOLLARS,
  REQUEST_DOLLARS,
  TRANSITION_DOLLARS,
  WRITE_UNIT_DOLLARS,
} from "../../console/estimate/prices";
import { renderTable } from "../bench/render-table";

interface ListPrice {
  /** Billed unit. */
  readonly what: string;
  readonly dollars: number;
  /** Markdown link to the AWS pricing page. */
  readonly page: string;
}

const STEP_FUNCTIONS = "[Step Functions](https://aws.amazon.com/step-functions/pricing/)";
const LAMBDA = "[Lambda](https://aws.amazon.com/lambda/pricing/)";
const CLOUDWATCH = "[CloudWatch](https://aws.amazon.com/cloudwatch/pricing/)";
const X_RAY = "[X-Ray](https://aws.amazon.com/xray/pricing/)";
const FARGATE = "[Fargate](https://aws.amazon.com/fargate/pricing/)";
const MWAA = "[Amazon MWAA](https://aws.amazon.com/managed-workflows-for-apache-airflow/pricing/)";
const ECR = "[ECR](https://aws.amazon.com/ecr/pricing/)";
const SECRETS_MANAGER = "[Secrets Manager](https://aws.amazon.com/secrets-manager/pricing/)";
const DYNAMODB = "[DynamoDB](https://aws.amazon.com/dynamodb/pricing/on-demand/)";
const SCHEDULER = "[EventBridge](https://aws.amazon.com/eventbridge/pricing/)";
const SNS = "[SNS](https://aws.amazon.com/sns/pricing/)";
const VPC = "[VPC](https://aws.amazon.com/vpc/pricing/)";

/** List prices of us-east-1 without free tier, as published on 22 November 2026. */
export const LIST_PRICES = {
  transition: { what: "a state transition", dollars: TRANSITION_DOLLARS, page: STEP_FUNCTIONS },
  request: { what: "a call of a function", dollars: REQUEST_DOLLARS, page: LAMBDA },
  gbSecond: { what: "a second of a function with a GB, on arm64", dollars: GB_SECOND_DOLLARS, page: LAMBDA },
  writeUnit: { what: "writing 1 KB to a table on demand", dollars: WRITE_UNIT_DOLLARS, page: DYNAMODB },
  readUnit: { what: "reading 4 KB of a table, consistently", dollars: READ_UNIT_DOLLARS, page: DYNAMODB },
  dashboard: { what: "a dashboard, a month", dollars: DASHBOARD_DOLLARS, page: CLOUDWATCH },
  alarm: { what: "an alarm on one metric, a month", dollars: ALARM_DOLLARS, page: CLOUDWATCH },
  logGb: { what: "taking in a GB of logs", dollars: 0.5, page: CLOUDWATCH },
  keptLogGb: { what: "keeping a GB of logs, compressed, a month", dollars: 0.03, page: CLOUDWATCH },
  trace: { what: "a trace that is recorded", dollars: 5 / 1_000_000, page: X_RAY },
  vcpuHour: { what: "a vCPU for an hour, Linux on x86", dollars: 0.04048, page: FARGATE },
  memoryGbHour: { what: "a GB of memory for an hour, Linux on x86", dollars: 0.004445, page: FARGATE },
  airflowHour: { what: "an Airflow environment (mw1.small) for an hour", dollars: 0.49, page: MWAA },
  imageGb: { what: "a GB of images, a month", dollars: 0.1, page: ECR },
  secret: { what: "a secret, a month", dollars: 0.4, page: SECRETS_MANAGER },
  scheduledStart: { what: "a start by EventBridge Scheduler", dollars: 1 / 1_000_000, page: SCHEDULER },
  mail: { what: "an e-mail", dollars: 2 / 100_000, page: SNS },
  publicAddressHour: { what: "a public IPv4 address for an hour", dollars: 0.005, page: VPC },
} as const satisfies Record<string, ListPrice>;

/** Renders all prices with all digits and their sources as a Markdown table. */
export function renderPrices(): string {
  const rows = Object.values(LIST_PRICES).map(({ what, dollars, page }) => [
    what,
    dollars.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 10 }),
    page,
  ]);
  return renderTable(["what", "dollars", "published by AWS for"], rows);
}

/** Formats dollars: with cents from one cent, otherwise with two significant digits. */
export function dollars(amount: number): string {
  if (amount === 0) return "0";
  return amount >= 0.01
    ? amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    : String(Number(amount.toPrecision(2)));
}
