import type { Command } from "commander";
import { PassThrough } from "node:stream";
import * as z from "zod";
import { createProgram } from "../../cli/program/program";
import { JOBS, readText, STEPS, WORKFLOWS } from "./workflow-files";

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readText("package.json")));
const stream = new PassThrough();
const program = createProgram(
  { stdin: stream, stdout: stream, stderr: stream, environment: {}, interrupt: new AbortController().signal },
  () => undefined,
);

interface Call {
  readonly where: string;
  readonly script: string;
  readonly words: readonly string[];
}

/** Start of the bundle in jobs with credentials. */
const BUNDLE = "node build/ci/poller.mjs ";

/** Returns every `npm run SCRIPT -- WORDS` and start of the bundle in the workflows. */
const calls: Call[] = STEPS.flatMap(({ where, step }) =>
  [
    ...(step.run ?? "")
      .replaceAll("\\\n", " ")
      .replaceAll(BUNDLE, "npm run poller -- ")
      .replaceAll('node "${program[@]}" ', "npm run poller -- ")
      .matchAll(/npm run ([\w:-]+)(?: --(?= )([^\n|]*))?/g),
  ].map(([, script = "", rest = ""]) => ({ where, script, words: rest.split(/\s+/).filter(Boolean) })),
);

/** Returns the `poller` arguments in a script, like `ci`; undefined for scripts that run another program. */
function wordsOfScript(script: string): string[] | undefined {
  const [, words] = /cli\/main\.ts(.*)$/.exec(scripts[script] ?? "") ?? [];
  return words?.split(/\s+/).filter(Boolean);
}

function findCommand(words: readonly string[]): Command {
  let command = program;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    command = next;
  }
  return command;
}

it("runs only scripts in package.json", () => {
  expect(calls.length).toBeGreaterThan(15);
  expect(calls.filter(({ script }) => !(script in scripts))).toEqual([]);
});

it("runs no other commands, except those listed here", () => {
  const others = STEPS.filter(({ step: { run = "npm run " } }) => !run.includes("npm run ") && !run.includes(BUNDLE));

  expect(others.map(({ where, step }) => `${where}: ${step.name ?? step.run ?? ""}`)).toEqual([
    "bundle.yml/bundle: node tools/build-ci.mjs",
    'ci.yml/tier: .ci/run "$TIER"',
    "ci.yml/check: Require every tier",
    "destroy.yml/show: Confirm",
    "plan.yml/bundle: node tools/build-ci.mjs",
    "plan.yml/findings: cd project && npm ci --no-audit --no-fund",
    "plan.yml/findings: node tools/new-checkov-findings.mjs cdktf.out build/pull-request",
    "pull-request.yml/notice: Explain why nothing is planned",
    "release.yml/build: Require a commit of main",
    "release.yml/build: .ci/run package",
    "release.yml/build: Build the files",
    "release.yml/publish: Check the files",
    "release.yml/publish: Publish the packages",
    "release.yml/release: Check the files",
    "release.yml/release: Create the release",
    "synth.yml/synth: cd project && npm ci --no-audit --no-fund",
    'set-up: echo "TERRAFORM_BINARY_NAME=tofu" >> "$GITHUB_ENV"',
    "set-up: npm ci --no-audit --no-fund",
    "set-up: Check the bundle",
    'set-up: read -ra program <<< "$PROGRAM"\nnode "${program[@]}" ci environment --environment "$DEPLOY_ENVIRONMENT"\n',
  ]);
});

/** Choices of the workflow Operate. */
const STATE_COMMANDS = z
  .object({
    workflow_dispatch: z.object({ inputs: z.object({ command: z.object({ options: z.array(z.string()) }) }) }),
  })
  .parse(WORKFLOWS["operate.yml"]?.on).workflow_dispatch.inputs.command.options;

const pollerCalls = calls.flatMap((call) => {
  const begin = wordsOfScript(call.script);
  if (begin === undefined) return [];
  const line = [...begin, ...call.words];
  const choices = line.includes('"$COMMAND"') ? STATE_COMMANDS : [""];
  return choices.map((choice) => ({ ...call, line: line.map((word) => (word === '"$COMMAND"' ? choice : word)) }));
});

it.each(pollerCalls)("uses an existing poller command and options: $where, $line", ({ line }) => {
  const command = findCommand(line);

  expect(command).not.toBe(program);
  const options = line.flatMap((word) => /--[a-z-]+/.exec(word)?.[0] ?? []);
  const known = command.options.map(({ long }) => long ?? "");
  expect(options.filter((option) => !known.includes(option))).toEqual([]);
});

it("finds an unknown option", () => {
  expect(findCommand(["ci", "plan"]).options.map(({ long }) => long)).not.toContain("--plans");
});

it("installs Terraform only in the jobs that need it", () => {
  const needing = JOBS.filter(({ job }) =>
    job.steps.some(({ run = "" }) => /poller\.mjs (ci (plan|review|drift|apply)|state|destroy)\b/.test(run)),
  );
  const having = JOBS.filter(({ job }) => job.steps.some((one) => one.with["terraform"] === "true"));

  expect(having.map(({ id }) => id)).toEqual(needing.map(({ id }) => id));
  for (const { job } of having)
    expect(job.steps.find((one) => one.with["terraform"] === "true")?.with["opentofu"]).toBe(
      "${{ vars.OPENTOFU_VERSION }}",
    );
});

it("starts steps that change AWS as the first process of the step, so that a cancellation reaches Terraform", () => {
  const changing = STEPS.filter(({ step: { run = "" } }) =>
    /poller\.mjs (ci apply|destroy|smoke|state unlock)\b/.test(run),
  );

  expect(changing.map(({ where }) => where)).toEqual([
    "apply.yml/apply",
    "destroy.yml/destroy",
    "operate.yml/unlock",
    "smoke.yml/smoke",
  ]);
  expect(changing.filter(({ step }) => !/^exec node build/m.test(step.run ?? ""))).toEqual([]);
});

it("skips the smoke test after an apply that timed out, which GitHub reports as cancelled, not failed", () => {
  const { needs, if: condition = "" } = WORKFLOWS["apply.yml"]?.jobs["smoke"] ?? {};

  expect(needs).toEqual(["synth", "plan", "apply"]);
  expect(condition.replaceAll(/\s+/g, " ")).toBe(
    "${{ !cancelled() && inputs.smoke-test && needs.plan.result == 'success' && (needs.apply.result == 'success' || needs.apply.result == 'skipped') }}",
  );
});
