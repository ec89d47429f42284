import { LAMBDA_MEMORY_MIB } from "../../workflow/lambda-memory";

/**
 * Dollars for a state transition of a standard workflow in us-east-1.
 * @see https://aws.amazon.com/step-functions/pricing/
 */
export const TRANSITION_DOLLARS = 0.025 / 1_000;
/** Dollars for a request to a Lambda function in us-east-1. @see https://aws.amazon.com/lambda/pricing/ */
export const REQUEST_DOLLARS = 0.2 / 1_000_000;
/** Dollars for a GB-second of a Lambda function on arm64 in us-east-1, in the first tier. */
export const GB_SECOND_DOLLARS = 0.0000133334;
/** Dollars for a CloudWatch dashboard, a month, without free tier. @see https://aws.amazon.com/cloudwatch/pricing/ */
export const DASHBOARD_DOLLARS = 3;
/** Dollars for an alarm on one metric, a month, without free tier. */
export const ALARM_DOLLARS = 0.1;
/** Assumed duration of an invocation, in seconds: one request to Batch, sometimes with a cold start. */
const CALL_SECONDS = 0.2;

const CALL_DOLLARS = REQUEST_DOLLARS + (LAMBDA_MEMORY_MIB / 1_024) * CALL_SECONDS * GB_SECOND_DOLLARS;

/**
 * Dollars for a write request unit of an on-demand table in us-east-1: up to 1 KB.
 * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
 */
export const WRITE_UNIT_DOLLARS = 0.625 / 1_000_000;
/** Dollars for a read request unit of an on-demand table in us-east-1: a strongly consistent read of up to 4 KB. */
export const READ_UNIT_DOLLARS = 0.125 / 1_000_000;

/** Returns the cost of a table in dollars, without its storage: it is empty when no execution waits. */
export const priceOfTable = (usage: { readonly writeUnits: number; readonly readUnits: number }): number =>
  usage.writeUnits * WRITE_UNIT_DOLLARS + usage.readUnits * READ_UNIT_DOLLARS;

/** Returns the cost in dollars, without free tier, logs and traces. Calls to Batch are free. */
export function priceOf(usage: { readonly transitions: number; readonly lambdaCalls: number }): number {
  return usage.transitions * TRANSITION_DOLLARS + usage.lambdaCalls * CALL_DOLLARS;
}
