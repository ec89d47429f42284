import { denyLogsCall } from "../support/deny-logs-call";
import { expectEnd, scenario } from "../support/story";

const LOG_GROUP = "/aws/batch/job-status-poller-dev-audit";
const AUDIT = `{ name: "${LOG_GROUP}", retention_in_days: 1 }`;

export const failedCreate = scenario(
  "create that failed after AWS had created the log group: the same commit is deployed again, without allow-destroy",
  async (pipeline) => {
    const { repository, cloud } = pipeline;
    pipeline.github.environments.clear();
    await repository.branch("audit", async (edit) => {
      const call = 'super(scope, "batch", config);';
      const resource = "resource.aws_cloudwatch_log_group.audit";
      await edit("stacks/batch-stack.ts", call, `${call} this.addOverride("${resource}", ${AUDIT});`);
      await edit("sample-job/sample-job-command.ts", 'EXIT_CODE: "4"', 'EXIT_CODE: "0"');
    });
    await pipeline.openPullRequest(9, "audit");
    const review = await pipeline.review(9, "audit");
    const denied = await denyLogsCall(cloud, "PutRetentionPolicy", LOG_GROUP);
    const failed = await pipeline.merge(9, "audit", { environment: denied.environment }).finally(denied.stop);

    const again = await pipeline.deploy({ mergeOf: 9 });

    expectEnd(review, "green");
    expectEnd(failed, "red");
    expect(failed.log).toContain("batch-dev was applied in part");
    expect(failed.log).toContain("aws_cloudwatch_log_group.audit: failed");
    expectEnd(again, "green");
    expect(again.log).toContain(
      "batch-dev: the plan is the rest of the plan of pull request 9, which an earlier apply",
    );
    expect(again.log).toContain("aws_cloudwatch_log_group.audit is created again: its create has failed");
    expect(again.log).not.toContain("allow-destroy");
  },
);
