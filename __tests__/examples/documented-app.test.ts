import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStack, resourceOf, resourcesOf, type SynthesizedStack } from "../../testing/given-deployment";
import { documentedApp } from "./documented-app";

const ROOT = join(__dirname, "..", "..");

/** Runs a main.ts below the project, where it finds the packages, with tsconfig.json's path to the constructs. */
function runMain(text: string): SynthesizedStack {
  mkdirSync(join(ROOT, "build"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, "build", "documented-app-"));
  try {
    writeFileSync(join(folder, "main.ts"), text);
    const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", join(folder, "main.ts")], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, CDKTF_OUTDIR: join(folder, "out") },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return readStack(join(folder, "out", "stacks", "reports"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("main.ts in docs/constructs.md", () => {
  const { main, additions } = documentedApp(readFileSync(join(ROOT, "docs", "constructs.md"), "utf8"));

  it("synthesizes a poller as written", () => {
    const stack = runMain(main);

    expect(resourceOf(stack, "aws_sfn_state_machine")).toMatchObject({ name: "reports" });
    expect(resourcesOf(stack, "aws_lambda_function")).toHaveLength(3);
    expect(stack.output["state_machine_arn"]?.value).toMatch(/^\$\{aws_sfn_state_machine\.[\w-]+\.arn\}$/);
  });

  it("synthesizes with the other examples of the page", () => {
    const stack = runMain([main.replace("app.synth();", ""), ...additions, "app.synth();"].join("\n"));

    expect(additions).toHaveLength(2);
    expect(resourcesOf(stack, "aws_scheduler_schedule")).toHaveLength(1);
    expect(JSON.stringify(resourceOf(stack, "aws_cloudwatch_dashboard"))).toContain(
      "alarm:reports-nightly-dead-letters",
    );
  });
});
