import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resourcesOf, START_OPTIONS, synthEnvironment } from "../../testing/given-deployment";

const ROOT = join(__dirname, "..", "..");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compare-checkov-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const LISTED = readFileSync(join(ROOT, "docs", "reference", "checkov.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| CKV"))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .flatMap(([, check = "", resources = ""]) => resources.split(", ").map((resource) => ({ check, resource })));

/** Runs the script on the given checkov findings. */
function compare(findings: readonly { check: string; resource: string }[]) {
  const file = join(folder, "result.json");
  const failed = findings.map(({ check, resource }) => ({ check_id: check, resource: `${resource}_0123ABCD` }));
  writeFileSync(file, JSON.stringify({ results: { failed_checks: failed } }));
  return runScript(file);
}

function runScript(file: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/compare-checkov.mjs", file], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("tools/compare-checkov.mjs", () => {
  it("accepts the findings listed in docs/reference/checkov.md, and counts them", () => {
    expect(compare(LISTED)).toEqual({
      status: 0,
      stdout: `checkov: ${LISTED.length} findings, ${LISTED.length} listed, 0 differences\n`,
      stderr: "",
    });
  });

  it("reports a finding that is not listed", () => {
    const { status, stderr } = compare([...LISTED, { check: "CKV_AWS_1", resource: "aws_iam_role.new" }]);

    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "CKV_AWS_1 aws_iam_role.new: not in docs/reference/checkov.md; fix it, or list it with its reason\n",
    });
  });

  it("reports a listed finding that no longer occurs", () => {
    const { status, stderr } = compare(LISTED.slice(1));

    expect(status).toBe(1);
    expect(stderr).toBe(
      `${LISTED[0]?.check} ${LISTED[0]?.resource}: listed in docs/reference/checkov.md, but no longer found; remove it\n`,
    );
  });

  it("rejects the summary of a run that scanned nothing", () => {
    const file = join(folder, "result.json");
    writeFileSync(file, JSON.stringify({ passed: 0, failed: 0, resource_count: 0 }));

    const { status, stderr } = runScript(file);

    expect(status).toBe(1);
    expect(stderr).toContain("holds no results of checkov");
  });
});

it("lists only resources of the stacks with all options", () => {
  const { stateBackend, batch, jobPoller } = synthEnvironment(START_OPTIONS);
  const has = (resource: string): boolean => {
    const [type = "", id = ""] = resource.split(".");
    return [stateBackend, batch, jobPoller].some(
      (stack) =>
        resourcesOf(stack, type).length > 0 &&
        Object.keys(stack.resource[type] ?? {}).some((name) => name.replace(/_[0-9A-F]{8}$/, "") === id),
    );
  };

  expect(LISTED.length).toBeGreaterThan(0);
  expect(LISTED.filter(({ resource }) => !has(resource))).toEqual([]);
});
