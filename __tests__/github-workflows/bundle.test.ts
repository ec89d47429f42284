import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { JOBS, SET_UP_STEPS, usesAction, WORKFLOWS, type Job, type Step } from "./workflow-files";

const isSetUp = ({ uses }: Step): boolean => uses === "./.github/actions/set-up";
const setUpOf = ({ steps }: Job): Step["with"] => steps.find(isSetUp)?.with ?? {};

const withCredentials = JOBS.filter(({ job }) =>
  job.steps.some((step) => usesAction(step, "aws-actions/configure-aws-credentials")),
);
const callSchema = z.object({ inputs: z.looseObject({}) });
const building = JOBS.filter(({ job }) => job.steps.some(({ run }) => run === "node tools/build-ci.mjs"));

describe("jobs with credentials", () => {
  it.each(withCredentials)("run only the bundle, and install no packages: $id", ({ job }) => {
    const { bundle = "", "bundle-sha256": sha256 = "" } = setUpOf(job);
    const scripts = job.steps.flatMap(({ run }) => run ?? []);

    expect([bundle, sha256]).not.toContain("");
    expect(scripts.filter((script) => /\b(npm|npx|tsx)\b|node_modules/.test(script))).toEqual([]);
    expect(scripts.join("\n")).toContain("node build/ci/poller.mjs");
  });

  it.each(withCredentials)("take ID and SHA-256 from one job of the run: $id", ({ job }) => {
    const handed = Object.entries(setUpOf(job)).filter(([name]) => name.startsWith("bundle"));
    const [id, sha256] = handed.map(([, value]) => String(value));

    expect(
      id?.replaceAll("outputs.artifact", "outputs.sha256").replaceAll("inputs.bundle", "inputs.bundle-sha256"),
    ).toBe(sha256);
  });

  it("check the firewall before Terraform gets credentials", () => {
    const withTerraform = withCredentials.filter(({ job }) => setUpOf(job)["terraform"] === "true");
    const positionOf = (job: Job, pattern: RegExp): number =>
      job.steps.findIndex(({ uses = "", run = "" }) => pattern.test(`${uses}${run}`));

    expect(withTerraform.length).toBeGreaterThan(5);
    for (const { job } of withTerraform) {
      expect(positionOf(job, /ci firewall/)).toBeGreaterThan(0);
      expect(positionOf(job, /ci firewall/)).toBeLessThan(positionOf(job, /configure-aws-credentials/));
    }
  });
});

describe("bundle", () => {
  it("comes only from jobs that can read the code and nothing else", () => {
    expect(building.map(({ id, job }) => [id, job.permissions, job.environment])).toEqual([
      ["bundle.yml/bundle", { contents: "read" }, undefined],
      ["plan.yml/bundle", { contents: "read" }, undefined],
    ]);
    for (const { job } of building) {
      expect(job.env).toEqual({ NPM_CONFIG_IGNORE_SCRIPTS: "true" });
      const upload = job.steps.find((step) => usesAction(step, "actions/upload-artifact"));
      expect(upload?.with["path"]).toBe("build/ci");
      expect(job.outputs).toEqual({
        artifact: `\${{ steps.${upload?.id ?? ""}.outputs.artifact-id }}`,
        sha256: "${{ steps.build.outputs.sha256 }}",
      });
    }
  });

  it("cannot be given by a pull request: plan.yml builds its own, at its own commit", () => {
    const { on, jobs } = WORKFLOWS["plan.yml"] ?? {};
    const callers = JOBS.filter(({ job }) => job.uses?.includes("bundle.yml")).map(({ id }) => id);

    expect(Object.keys(z.object({ workflow_call: callSchema }).parse(on).workflow_call.inputs)).toEqual([
      "environment",
    ]);
    const checkouts = Object.values(jobs ?? {}).map(({ steps }) => steps[0]);
    expect(checkouts.map((step) => step?.with["ref"])).toEqual(Array(3).fill("${{ job.workflow_sha }}"));
    expect(jobs?.["plan"]?.steps.find(isSetUp)?.with["bundle"]).toBe("${{ needs.bundle.outputs.artifact }}");
    expect(callers.map((id) => id.split(".")[0])).toEqual(["deploy", "destroy", "drift", "operate", "smoke"]);
  });

  it("gets checked after its download and before its first use", () => {
    const positions = [
      SET_UP_STEPS.findIndex((step) => step.with["artifact-ids"] === "${{ inputs.bundle }}"),
      SET_UP_STEPS.findIndex(({ name }) => name === "Check the bundle"),
      SET_UP_STEPS.findIndex(({ run }) => run?.includes("ci environment")),
    ];

    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions).not.toContain(-1);
    expect(SET_UP_STEPS.find(({ run }) => run?.startsWith("npm ci"))?.if).toBe("inputs.bundle == ''");
  });

  describe("check", () => {
    const folder = mkdtempSync(join(tmpdir(), "bundle-check-"));
    const content = "console.log(1)";
    const sha256 = createHash("sha256").update(content).digest("hex");
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    it.each([
      ["accepts the bundle of the job", sha256, true],
      ["rejects another bundle", sha256.replace(/^./, (digit) => (digit === "0" ? "1" : "0")), false],
      ["rejects a missing SHA-256", "", false],
    ])("%s", (_title, given, isAccepted) => {
      mkdirSync(join(folder, "build", "ci"), { recursive: true });
      writeFileSync(join(folder, "build", "ci", "poller.mjs"), content);
      const script = SET_UP_STEPS.find(({ name }) => name === "Check the bundle")?.run ?? "exit 9";
      const check = (): unknown =>
        execFileSync("bash", ["-e", "-o", "pipefail", "-c", script], {
          cwd: folder,
          env: { ...process.env, SHA256: given },
          stdio: "pipe",
        });

      if (isAccepted) expect(check).not.toThrow();
      else expect(check).toThrow("Command failed");
    });
  });
});
