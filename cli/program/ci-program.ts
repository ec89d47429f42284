import type { Command } from "commander";
import * as z from "zod";
import type { CliContext } from "../cli-context";
import { CI_EXIT_CODE_HELP } from "../commands/ci/ci-exit-code";
import { addCommonOptions, commonOptionsSchema, type Finish } from "../commands/common-options";
import { parseWaveLimit } from "../commands/option-values";

const OUT_DIR = "cdktf.out";
const MAX_WAVES = 5;

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
const addMaxWaves = (command: Command): Command =>
  command.option("--max-waves <n>", "fail when there are more waves", parseWaveLimit, MAX_WAVES);
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

  const synth = add(ci, "synth", "synthesize the stacks of an environment and output their waves and sources", [
    "synth --environment dev --max-waves 3",
  ]);
  const synthSchema = firewallSchema.extend({ maxWaves: z.number() });
  onRun(addMaxWaves(addOutDir(addEnvironment(synth))), finish, async (options) =>
    (await import("../commands/ci/synth.ts")).synthesize(synthSchema.parse(options), context),
  );

  const waves = add(ci, "waves", "print the order in which to apply the stacks; stacks of one wave are independent", [
    "waves --out-dir cdktf.out",
  ]);
  const wavesSchema = outDirSchema.extend({ maxWaves: z.number() });
  onRun(addMaxWaves(addOutDir(waves)), finish, async (options) =>
    (await import("../commands/ci/waves.ts")).writeWaves(wavesSchema.parse(options), context),
  );
}

function addReview(ci: Command, finish: Finish, context: CliContext): void {
  const comment = add(ci, "comment", "write the plans of all stacks to one comment on the pull request", [
    "comment --reports build/reports",
    "comment --outdated",
  ])
    .option("--reports <folder>", "reports written by ci plan", "build/reports")
    .option("--outdated", "only mark the comment as outdated")
    .option("--incomplete", "note in the comment that not every stack could be planned");
  const commentSchema = z.object({
    ...commonOptionsSchema.shape,
    reports: z.string(),
    outdated: z.boolean().optional(),
    incomplete: z.boolean().optional(),
  });
  onRun(comment, finish, async (options) =>
    (await import("../commands/ci/comment.ts")).commentPlans(commentSchema.parse(options), context),
  );

  const reviewed = add(ci, "reviewed", "fetch the reports reviewed in the pull request of $GITHUB_SHA", [
    "reviewed --reports build/reviewed",
  ])
    .option("--reports <folder>", "output folder", "build/reviewed")
    .option("--workflow <file>", "file name of the workflow that created them", "pull-request.yml");
  const reviewedSchema = z.object({ ...commonOptionsSchema.shape, reports: z.string(), workflow: z.string() });
  onRun(reviewed, finish, async (options) =>
    (await import("../commands/ci/reviewed.ts")).fetchReviewed(reviewedSchema.parse(options), context),
  );
}

function addStackSteps(ci: Command, finish: Finish, context: CliContext): void {
  const plan = add(ci, "plan <stack>", "plan a stack and write a report without secrets", [
    "plan job-poller-dev --report build/reports/job-poller-dev.json",
  ])
    .requiredOption("--report <file>", "report file")
    .option("--tree <hash>", "git tree of the stack's sources (default: the tree of HEAD)");
  const planSchema = outDirSchema.extend({ report: z.string(), tree: z.string().optional() });
  onStack(addOutDir(plan), finish, async (stack, options) =>
    (await import("../commands/ci/plan.ts")).planStack(stack, planSchema.parse(options), context),
  );

  const apply = add(ci, "apply <stack>", "apply a stack if its plan matches the reviewed plan, and check the result", [
    "apply job-poller-dev --reviewed build/reviewed",
    "apply job-poller-dev --reviewed build/reviewed --accept-new-plan",
  ])
    .option("--reviewed <folder>", "folder written by ci reviewed", "build/reviewed")
    .option("--accept-new-plan", "apply the current plan even if it was not reviewed")
    .option(
      "--allow-destroy <address...>",
      "resources that may be deleted, in addition to those allowed in the pull request",
    );
  const applySchema = outDirSchema.extend({
    reviewed: z.string(),
    acceptNewPlan: z.boolean().optional(),
    allowDestroy: z.array(z.string()).default([]),
  });
  onStack(addOutDir(apply), finish, async (stack, options) =>
    (await import("../commands/ci/apply.ts")).applyReviewed(stack, applySchema.parse(options), context),
  );

  const steps = [
    [
      "converge",
      "fail if a plan of the stack has changes",
      async () => (await import("../commands/ci/converge.ts")).converge,
    ],
    [
      "drift",
      "detect drift of a stack and keep an issue about it",
      async () => (await import("../commands/ci/drift.ts")).findDrift,
    ],
    [
      "lock",
      "show the lock of a stack's state; exit code 2 if it is locked",
      async () => (await import("../commands/ci/lock.ts")).showLock,
    ],
  ] as const;
  for (const [name, description, load] of steps)
    onStack(
      addOutDir(add(ci, `${name} <stack>`, description, [`${name} job-poller-dev`])),
      finish,
      async (stack, options) => (await load())(stack, outDirSchema.parse(options), context),
    );
}
