import { Option, type Command } from "commander";
import * as z from "zod";
import type { CliContext } from "../cli-context";
import { addCommonOptions, commonOptionsSchema, type Finish } from "../commands/common-options";
import { parseDuration, parseWaitTime } from "../commands/option-values";
import { addCi } from "./ci-program";

const DEFAULT_SMOKE_TIMEOUT = "15m";
const EXPECTATIONS = ["SUCCEEDED", "FAILED"] as const;

const environmentSchema = z.object({ ...commonOptionsSchema.shape, environment: z.string() });
const stateSchema = environmentSchema.extend({ stack: z.string() });

/** Adds the commands for deployments and their Terraform state. */
export function addDeliveryCommands(program: Command, context: CliContext, finish: Finish): void {
  addBootstrap(program, context, finish);
  addPlan(program, context, finish);
  addDeploy(program, context, finish);
  addState(program, context, finish);
  addSmoke(program, context, finish);
  addCi(program, context, finish);
}

function addEnvironmentOption(command: Command): Command {
  return command.requiredOption(
    "--environment <name>",
    "dev or prod; other settings come from environment variables (docs/settings.md)",
  );
}

function addBootstrap(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("bootstrap")
    .description("create the state bucket and the roles of an environment, once, with your own credentials")
    .option("--yes", "approve the plan, unless it deletes resources");
  addCommonOptions(addEnvironmentOption(command), [
    "poller bootstrap --environment dev",
    "GITHUB_REPOSITORY=me/my-poller poller bootstrap --environment prod --yes",
  ]).action(async (options: unknown) => {
    const { bootstrap } = await import("../bootstrap/bootstrap.ts");
    finish(await bootstrap(environmentSchema.extend({ yes: z.boolean().optional() }).parse(options), context));
  });
}

const PLAN_EXIT_CODE_HELP = `Exit codes:
  0  no changes
  1  not every stack could be planned (bad input, no access)
  2  the plan has changes`;

function addPlan(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("plan")
    .description("show what deploy would change; asks nothing, changes nothing and takes no state lock");
  addCommonOptions(
    addEnvironmentOption(command),
    ["poller plan --environment dev", "npm run --silent plan -- --environment dev --json"],
    undefined,
    PLAN_EXIT_CODE_HELP,
  ).action(async (options: unknown) => {
    const { plan } = await import("../deploy/plan.ts");
    finish(await plan(environmentSchema.parse(options), context));
  });
}

function addDeploy(program: Command, context: CliContext, finish: Finish): void {
  const schema = environmentSchema.extend({ yes: z.boolean().optional(), resources: z.string().optional() });
  const verbs = {
    deploy: async () => (await import("../deploy/deploy.ts")).deploy,
    destroy: async () => (await import("../deploy/destroy.ts")).destroy,
  };
  for (const [verb, load] of Object.entries(verbs)) {
    const command = program
      .command(verb)
      .description(`${verb} all stacks of an environment except the state bucket`)
      .option("--yes", "skip the prompt for approval");
    if (verb === "destroy")
      command.option("--resources <digest>", "fail unless the states still have these resources (ci resources)");
    addCommonOptions(addEnvironmentOption(command), [`poller ${verb} --environment dev`]).action(
      async (options: unknown) => {
        const run = await load();
        finish(await run(schema.parse(options), context));
      },
    );
  }
}

const loadState = () => import("../state/state.ts");

function addState(program: Command, context: CliContext, finish: Finish): void {
  const state = program.command("state").description("read and repair the Terraform state of a deployed stack");
  const add = (usage: string, description: string, example: string): Command =>
    addCommonOptions(
      addEnvironmentOption(state.command(usage).description(description)).option(
        "--stack <name>",
        "job-poller, batch or state-backend",
        "job-poller",
      ),
      [`poller state ${example}`],
    );
  addCommonOptions(
    addEnvironmentOption(state.command("list").description("print the addresses of all resources")).option(
      "--stack <name>",
      "job-poller, batch or state-backend (default: all stacks)",
    ),
    ["poller state list --environment dev --stack batch"],
  ).action(async (options: unknown) => {
    const { stateList } = await loadState();
    finish(await stateList(environmentSchema.extend({ stack: z.string().optional() }).parse(options), context));
  });
  add("show <address>", "print one resource", "show aws_sfn_state_machine.state-machine --environment dev").action(
    async (address: string, options: unknown) => {
      const { stateShow } = await loadState();
      finish(await stateShow(address, stateSchema.parse(options), context));
    },
  );
  add("output", "print the outputs", "output --environment dev --json").action(async (options: unknown) => {
    const { stateOutput } = await loadState();
    finish(await stateOutput(stateSchema.parse(options), context));
  });
  add(
    "import <address> <id>",
    "import an existing AWS resource into the state",
    "import aws_iam_role.plan-role job-status-poller-dev-plan --environment dev --stack state-backend",
  ).action(async (address: string, id: string, options: unknown) => {
    const { stateImport } = await loadState();
    finish(await stateImport(address, id, stateSchema.parse(options), context));
  });
  add("unlock <lock-id>", "release a stale state lock", "unlock 5ad8f8b4-9b1e-8e7a-3a3b --environment dev").action(
    async (lockId: string, options: unknown) => {
      const { stateUnlock } = await loadState();
      finish(await stateUnlock(lockId, stateSchema.parse(options), context));
    },
  );
}

function addSmoke(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("smoke")
    .description("run the sample input on a deployed environment and check the result; Ctrl-C stops the execution")
    .option("--input <file>", "execution input, - for standard input (default: the environment's sample input)")
    .option("--wait-time <seconds>", "pause between two polls (default: from the input)", parseWaitTime)
    .option("--name <name>", "name of the execution (default: smoke- and GitHub's run and attempt, or the time)")
    .option(
      "--timeout <duration>",
      "stop the execution after this time, like 90s or 15m",
      parseDuration,
      parseDuration(DEFAULT_SMOKE_TIMEOUT),
    )
    .addOption(
      new Option("--expect <status>", "expected status; without --input, FAILED makes the sample job fail")
        .choices(EXPECTATIONS)
        .default("SUCCEEDED"),
    );
  addCommonOptions(addEnvironmentOption(command), [
    "poller smoke --environment dev",
    "poller smoke --environment dev --expect FAILED --timeout 5m",
  ]).action(async (options: unknown) => {
    const schema = environmentSchema.extend({
      input: z.string().optional(),
      name: z.string().optional(),
      waitTime: z.number().optional(),
      timeout: z.number(),
      expect: z.enum(EXPECTATIONS),
    });
    const { smokeEnvironment } = await import("../smoke/smoke-environment.ts");
    finish(await smokeEnvironment(schema.parse(options), context));
  });
}
