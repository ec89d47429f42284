/**
 * List prices of us-east-1 in dollars, without free tier, that a run's own price (workflow/prices.ts) does not hold; as
 * published in 2026 and looked up on 22 November.
 */
export const LIST_PRICES = {
  /** An alarm on one metric, a month. @see https://aws.amazon.com/cloudwatch/pricing/ */
  alarm: 0.1,
  /** A dashboard, a month. @see https://aws.amazon.com/cloudwatch/pricing/ */
  dashboard: 3,
  /** Taking in a GB of logs. @see https://aws.amazon.com/cloudwatch/pricing/ */
  logGb: 0.5,
  /** A trace that is recorded. @see https://aws.amazon.com/xray/pricing/ */
  trace: 5 / 1_000_000,
  /** A vCPU of Fargate for an hour, Linux on x86. @see https://aws.amazon.com/fargate/pricing/ */
  vcpuHour: 0.04048,
  /** A GB of Fargate's memory for an hour. @see https://aws.amazon.com/fargate/pricing/ */
  memoryGbHour: 0.004445,
  /** A public IPv4 address in use for an hour. @see https://aws.amazon.com/vpc/pricing/ */
  publicAddressHour: 0.005,
} as const;

/** Dollars as a table shows them: to the cent from a cent on, else two digits that count. */
export function dollars(amount: number): string {
  if (amount === 0) return "0";
  return amount >= 0.01
    ? amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    : String(Number(amount.toPrecision(2)));
}
