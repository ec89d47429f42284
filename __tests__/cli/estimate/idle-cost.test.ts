import { givenChange, givenReport } from "reviewed-terraform/testing";
import { describeIdleCost } from "../../../cli/estimate/idle-cost";

const alarm = (name: string, ...actions: ("create" | "delete" | "update" | "forget")[]) =>
  givenChange(`aws_cloudwatch_metric_alarm.${name}`, actions);
const dashboard = givenChange("aws_cloudwatch_dashboard.d", ["create"]);

it.each([
  [
    "new resources",
    [dashboard, alarm("a", "create"), alarm("b", "create")],
    "costs 3.20 dollars a month more (+1 dashboard, +2 alarms)",
  ],
  ["removed resources", [alarm("a", "delete"), alarm("b", "forget")], "costs 0.20 dollars a month less (−2 alarms)"],
  ["more and less", [dashboard, alarm("a", "delete")], "costs 2.90 dollars a month more (+1 dashboard, −1 alarm)"],
])("prints the difference of %s", (_what, changes, text) => {
  expect(describeIdleCost(givenReport(changes))).toBe(`\`job-poller-dev\`: an idle environment ${text}.`);
});

it("prints no difference for replaced, changed and free resources", () => {
  const changes = [alarm("a", "delete", "create"), alarm("b", "update"), givenChange("aws_sqs_queue.q", ["create"])];

  expect(describeIdleCost(givenReport(changes))).toBe(
    "`job-poller-dev`: the cost of an idle environment does not change.",
  );
});
