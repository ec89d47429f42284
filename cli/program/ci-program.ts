import { Option, type Command } from "commander";
import * as z from "zod";
import type { CliContext } from "../cli-context";
import { CI_EXIT_CODE_HELP } from "../commands/ci/ci-exit-code";
import { addCommonOptions, commonOptionsSchema, type Finish } from "../commands/common-options";

const OUT_DIR = "cdktf.out";
const REPORTS = "build/reports";
const PLANS = "build/plans.json";
/** Results of a deployment, as GitHub names those of jobs. */
const RESULTS = ["success", "failure", "cancelled"] as const;

const environmentSchema = z.object({ ...commonOptionsSchema.shape, environment: z.string() });
const outDirSchema = z.object({ ...commonOptionsSchema.shape, outDir: z.string() });

type Run = (options: unknown) => Promise<number>;
type RunOnStack = (stack: string, options: unknown) => Promise<number>;

/** Adds the pipeline steps. Each also runs outside GitHub; in a workflow it reports its result to GitHub. */
export function addCi(program: Command, context: CliContext, finish: Finish): void {
  const ci = program
    .command("ci")
    .description("run a step of the pipelines in .github/workflows (docs/delivery.md)")
    .addHelpText("after", `\n${CI_EXIT_CODE_HELP}`);
  addSteps(ci, finish, context);
  addReview(ci, finish, context);
  addStackSteps(ci, finish, context);
}

function add(ci: Command, usage: string, description: string, examples: readonly string[]): Command {
  return addCommonOptions(
    ci.command(usage).description(description),
    examples.map((example) => `npm run ci -- ${example}`),
    undefined,
    CI_EXIT_CODE_HELP,
  );
}

const addOutDir = (command: Command): Command =>
  command.option("--out-dir <folder>", "folder of the synthesized stacks", OUT_DIR);
const addEnvironment = (command: Command): Command =>
  command.requiredOption("--environment <name>", "dev or prod; other settings come from environment variables");

function onRun(command: Command, finish: Finish, run: Run): void {
  command.action(async (options: unknown) => {
    finish(await run(options));
  });
}

function onStack(command: Command, finish: Finish, run: RunOnStack): void {
  command.action(async (stack: string, options: unknown) => {
    finish(await run(stack, options));
  });
}

function addSteps(ci: Command, finish: Finish, context: CliContext): void {
  const environment = add(
    ci,
    "environment",
    "check the settings of an environment and write its roles to $GITHUB_OUTPUT",
    ["environment --environment dev"],
  );
  onRun(addEnvironment(environment), finish, async (options) =>
    (await import("../commands/ci/environment.ts")).writeEnvironment(environmentSchema.parse(options), context),
  );

  const settings = add(ci, "check-settings", "check the settings on GitHub that docs/delivery.md describes", [
    "check-settings --environment dev",
  ]);
  onRun(addEnvironment(settings), finish, async (options) =>
    (await import("../commands/ci/check-settings.ts")).checkSettings(environmentSchema.parse(options), context),
  );

  const firewall = add(
    ci,
    "firewall",
    "reject synthesized stacks that could run code or read data without permission",
    ["firewall --environment dev --out-dir cdktf.out"],
  );
  const firewallSchema = environmentSchema.extend({ outDir: z.string() });
  onRun(addOutDir(addEnvironment(firewall)), finish, async (options) =>
    (await import("../commands/ci/firewall.ts")).checkFirewall(firewallSchema.parse(options), context),
  );

  const synth = add(ci, "synth", "synthesize the stacks of an environment", ["synth --environment dev"]).option(
    "--project <folder>",
    "synthesize another project with its npm script synth (docs/own-stacks.md)",
  );
  const synthSchema = firewallSchema.extend({ project: z.string().optional() });
  onRun(addOutDir(addEnvironment(synth)), finish, async (options) =>
    (await import("../commands/ci/synth.ts")).synthesize(synthSchema.parse(options), context),
  );

  const resources = add(ci, "resources", "list what destroy would delete, and output a digest of it", [
    "resources --environment dev",
  ]);
  onRun(addEnvironment(resources), finish, async (options) =>
    (await import("../commands/ci/resources.ts")).listResources(environmentSchema.parse(options), context),
  );
}

function addReview(ci: Command, finish: Finish, context: CliContext): void {
  const plan = add(ci, "plan", "plan the stacks of an environment and write reports without secrets", [
    "plan --environment dev --reports build/reports",
  ])
    .option("--reports <folder>", "folder for the reports", REPORTS)
    .option("--receipts", "store the reports in the state bucket, as proof of what the pull request shows");
  const planSchema = environmentSchema.extend({
    outDir: z.string(),
    reports: z.string(),
    receipts: z.boolean().optional(),
  });
  onRun(addOutDir(addEnvironment(plan)), finish, async (options) =>
    (await import("../commands/ci/plan.ts")).planStacks(planSchema.parse(options), context),
  );

  const comment = add(ci, "comment", "write the plans of an environment to one comment on the pull request", [
    "comment --environment dev --reports build/reports",
    "comment --environment dev --outdated",
  ])
    .option("--reports <folder>", "reports written by ci plan", REPORTS)
    .option("--outdated", "only mark the comments of all environments as outdated")
    .option("--incomplete", "note in the comment that not every stack could be planned")
    .option("--findings <lines>", "new findings of checkov to show, or none; empty if checkov failed");
  const commentSchema = environmentSchema.extend({
    reports: z.string(),
    outdated: z.boolean().optional(),
    incomplete: z.boolean().optional(),
    findings: z.string().optional(),
  });
  onRun(addEnvironment(comment), finish, async (options) =>
    (await import("../commands/ci/comment.ts")).commentPlans(commentSchema.parse(options), context),
  );

  const review = add(ci, "review", "plan on main and decide which plans may be applied, and who must approve them", [
    "review --environment dev",
    "review --environment dev --reports build/reports",
  ])
    .option("--plans <file>", "file for the plans that ci apply may apply", PLANS)
    .option("--reports <folder>", "rehearsal: compare with reports of ci plan, not with those of the pull request")
    .option(
      "--allow-destroy <address...>",
      "resources that may be deleted, in addition to those allowed in the pull request",
    );
  const reviewSchema = environmentSchema.extend({
    outDir: z.string(),
    plans: z.string(),
    reports: z.string().optional(),
    allowDestroy: z.array(z.string()).default([]),
  });
  onRun(addOutDir(addEnvironment(review)), finish, async (options) =>
    (await import("../commands/ci/review.ts")).reviewPlans(reviewSchema.parse(options), context),
  );

  const apply = add(ci, "apply", "apply the stacks whose plans are the approved ones, and check the result", [
    "apply --plans build/plans.json",
  ]).option("--plans <file>", "plans written by ci review", PLANS);
  const applySchema = outDirSchema.extend({ plans: z.string() });
  onRun(addOutDir(apply), finish, async (options) =>
    (await import("../commands/ci/apply.ts")).applyApproved(applySchema.parse(options), context),
  );
}

function addStackSteps(ci: Command, finish: Finish, context: CliContext): void {
  const lock = add(ci, "lock <stack>", "show the lock of a stack's state; exit code 2 if it is locked", [
    "lock job-poller-dev",
    "lock job-poller-dev --id 5ad8f8b4-9b1e-8e7a-3a3b",
  ]).option("--id <lock-id>", "fail unless the state has this lock");
  onStack(addOutDir(lock), finish, async (stack, options) =>
    (await import("../commands/ci/lock.ts")).showLock(
      stack,
      outDirSchema.extend({ id: z.string().optional() }).parse(options),
      context,
    ),
  );

  const issue = add(ci, "deploy-issue", "keep an issue about failed deployments of an environment", [
    "deploy-issue --environment dev --result failure",
  ]).addOption(new Option("--result <result>", "result of the deployment").choices(RESULTS).makeOptionMandatory());
  onRun(addEnvironment(issue), finish, async (options) =>
    (await import("../commands/ci/deploy-issue.ts")).keepDeployIssue(
      environmentSchema.extend({ result: z.enum(RESULTS) }).parse(options),
      context,
    ),
  );

  const drift = add(ci, "drift <stack>", "detect drift of a stack and keep an issue about it", [
    "drift job-poller-dev",
  ]);
  onStack(addOutDir(drift), finish, async (stack, options) =>
    (await import("../commands/ci/drift.ts")).findDrift(stack, outDirSchema.parse(options), context),
  );
}
