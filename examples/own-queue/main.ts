import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { BatchJobQueue } from "@cdktf/provider-aws/lib/batch-job-queue";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { JobPoller } from "job-status-poller/constructs";

const REGION = "eu-west-1";
const ACCOUNT = "123456789012";
const BATCH = `arn:aws:batch:${REGION}:${ACCOUNT}`;

/** Stack with a job queue on an existing compute environment, and a poller for its jobs. */
class ReportsStack extends TerraformStack {
  constructor(app: App) {
    super(app, "reports");
    new AwsProvider(this, "aws", { region: REGION, allowedAccountIds: [ACCOUNT] });
    new ArchiveProvider(this, "archive");
    const jobQueue = new BatchJobQueue(this, "job-queue", {
      name: "reports",
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: `${BATCH}:compute-environment/shared` }],
    });
    const jobPoller = new JobPoller(this, "job-poller", {
      region: REGION,
      account: ACCOUNT,
      namePrefix: "reports",
      jobQueueArns: [jobQueue.arn],
      jobDefinitionArns: [`${BATCH}:job-definition/monthly-report`],
      logRetentionDays: 90,
      tags: { Team: "reporting" },
    });
    new TerraformOutput(this, "state_machine_arn", { value: jobPoller.stateMachineArn });
  }
}

const app = new App();
new ReportsStack(app);
app.synth();
