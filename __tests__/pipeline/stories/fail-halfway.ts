import { denyLogsCall } from "../support/deny-logs-call";
import { expectEnd, scenario } from "../support/story";
import { givenOrders } from "./own-stacks";

const LOG_GROUP = "/orders-dev-audit";
/** Two log groups; only one of them sets its retention. */
const LOG_GROUPS = `{ audit: { name: "${LOG_GROUP}", retention_in_days: 1 }, other: { name: "/orders-dev-other" } }`;

export const failedCreate = scenario(
  "create that failed after AWS had created the log group: the same commit is deployed again, without allow-destroy",
  async ({ cloud }) => {
    const { repository, openPullRequest, review, merge, deploy } = givenOrders();
    await repository.branch("audit", async (edit) => {
      const call = 'super(app, "messages");';
      await edit("main.ts", call, `${call} this.addOverride("resource.aws_cloudwatch_log_group", ${LOG_GROUPS});`);
    });
    await openPullRequest(9, "audit");
    const shown = await review(9, "audit");
    const denied = await denyLogsCall(cloud, "PutRetentionPolicy", LOG_GROUP);
    const failed = await merge(9, "audit", { environment: denied.environment }).finally(denied.stop);

    const again = await deploy({ mergeOf: 9 });

    expectEnd(shown, "green");
    expectEnd(failed, "red");
    expect(failed.log).toContain("messages-dev was applied in part");
    expect(failed.log).toContain("aws_cloudwatch_log_group.audit: failed");
    expectEnd(again, "green");
    expect(again.log).toContain(
      "messages-dev: the plan is the rest of the plan of pull request 9, which an earlier apply",
    );
    expect(again.log).toContain("aws_cloudwatch_log_group.audit is created again: its create has failed");
    expect(again.log).not.toContain("allow-destroy");
  },
);
