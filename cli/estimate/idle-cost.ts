import { codeSpan, type PlanReport } from "reviewed-terraform";
import { ALARM_DOLLARS, DASHBOARD_DOLLARS } from "../../console/estimate/prices";

/** Resources that cost money without executions: type, singular, plural and dollars a month. */
const BILLED = [
  ["aws_cloudwatch_dashboard", "dashboard", "dashboards", DASHBOARD_DOLLARS],
  ["aws_cloudwatch_metric_alarm", "alarm", "alarms", ALARM_DOLLARS],
] as const;

/** Describes how a plan changes the cost of an idle environment, as a line of Markdown. */
export function describeIdleCost({ stack, changes }: PlanReport): string {
  const counts = BILLED.map(([type, one, many, dollars]) => {
    const actions = changes.filter((change) => change.type === type).flatMap((change) => change.actions);
    const count = actions.filter((action) => action === "create").length - actions.filter(isRemoval).length;
    return { count, dollars: count * dollars, text: `${signed(count)} ${Math.abs(count) === 1 ? one : many}` };
  }).filter(({ count }) => count !== 0);
  const name = codeSpan(stack);
  if (counts.length === 0) return `${name}: the cost of an idle environment does not change.`;
  const total = counts.reduce((sum, { dollars }) => sum + dollars, 0);
  const parts = counts.map(({ text }) => text).join(", ");
  const difference = `${Math.abs(total).toFixed(2)} dollars a month ${total < 0 ? "less" : "more"}`;
  return `${name}: an idle environment costs ${difference} (${parts}).`;
}

const isRemoval = (action: string): boolean => action === "delete" || action === "forget";
const signed = (count: number): string => (count > 0 ? `+${count}` : `−${-count}`);
