import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { givenApplied, givenPlan, givenStacks, type GivenStacks } from "../cli/commands/ci/given-stacks";
import { commandsOf } from "./commands-of";
import { readDocument } from "./documents";
import { wordsOf } from "./words-of";

// Synthesizes the stacks twice, on a machine that may be busy.
jest.setTimeout(300_000);

const SETTINGS = { AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };
const ADDRESS = "aws_batch_job_definition.job-definition";

const [, section = ""] = readDocument("docs/delivery.md").split("## Rehearse it without GitHub\n");
const text = section.replace(/\n## [^]*$/, "");
const steps = commandsOf(text).blocks.filter((command) => command.startsWith("poller ci "));
const asText = (lines: readonly string[]): string => lines.join("\n");

const changeTo = (script: string): object =>
  givenPlan([
    {
      address: ADDRESS,
      actions: ["update"],
      before: { command: asText(["set -e", "echo step"]) },
      after: { command: asText(["set -e", script]) },
    },
  ]);

/** The steps of docs/delivery.md as they stand there, with a stand-in for Terraform, and without GitHub. */
describe("the rehearsal", () => {
  let given: GivenStacks;
  beforeAll(async () => {
    given = await givenStacks();
    given.s3.buckets.add("job-status-poller-dev-state-123456789012-us-east-1");
    given.setApply(givenApplied(ADDRESS, "update", "apply_complete"), 0);
    // Left by an earlier rehearsal; the first line of this one removes it.
    mkdirSync(join(given.stackPath, ".terraform"));
    const [, folders = ""] = /^ +rm -rf (.+)$/m.exec(text) ?? [];
    for (const folder of folders.split(" ")) rmSync(join(given.path, folder), { recursive: true, force: true });
  });
  afterAll(() => given.remove());

  const run = (command: string) =>
    given.run(wordsOf(command).slice(1), { ...SETTINGS, INIT_CWD: given.path, GITHUB_STEP_SUMMARY: "" });

  it("has the steps of both workflows, and a plan that was not reviewed", () => {
    expect(steps.map((step) => step.split(" ")[2])).toEqual(
      "environment synth firewall plan comment review apply synth review".split(" "),
    );
  });

  it("shows the change, and applies it", async () => {
    given.setPlans(changeTo("echo part"));

    for (const step of steps.slice(0, 7)) {
      const { exitCode, stdout, stderr } = await run(step);

      expect(`${step}: ${String(exitCode)} ${stderr}`).toMatch(`${step}: 0 `);
      if (step.includes(" comment "))
        expect(stdout).toContain('-     command, line 2: "echo step"\n+     command, line 2: "echo part"\n');
      if (step.includes(" review ")) expect(stderr).toMatch(/^batch-dev: the plan matches the reports.*\n/);
      if (step.endsWith(" apply"))
        expect(stderr).toMatch(
          /^batch-dev: the plan is the approved one.*: update done\n.* plan has no changes\njob-poller-dev: nothing to change\n$/s,
        );
    }
  });

  it("rejects a plan without a review", async () => {
    given.setPlans(changeTo("echo part"), changeTo("echo other"));
    const [synth = "", review = ""] = steps.slice(7);

    await run(synth);
    const { exitCode, stderr } = await run(review);

    expect(exitCode).toBe(3);
    expect(stderr).toContain(`${ADDRESS}: command, line 2: reviewed "echo part", now "echo other"\n`);
  });
});
