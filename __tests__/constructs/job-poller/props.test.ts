import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withDefaults } from "../../../constructs/job-poller/props";
import { GIVEN_LOCATION } from "../synth-construct";

const ROOT = join(__dirname, "..", "..", "..");
const GIVEN = { location: GIVEN_LOCATION, name: "reports", jobQueueArns: ["arn:queue"] };

describe("JobPollerProps", () => {
  it("matches the properties and defaults in docs/constructs.md", () => {
    const rows = readFileSync(join(ROOT, "docs", "constructs.md"), "utf8")
      .split("\n")
      .flatMap((line) => /^\| `(\w+)` +\| .+ \| (.+?) +\|$/.exec(line)?.slice(1, 3) ?? []);
    const documented = rows.filter((_, index) => index % 2 === 0);

    expect(documented.sort()).toEqual(Object.keys(withDefaults(GIVEN)).sort());
    expect(documented).toHaveLength(rows.length / 2);
  });

  it("treats an explicit undefined as the default", () => {
    const given: object = { alarms: undefined, logRetentionDays: undefined, tags: undefined };

    expect(withDefaults({ ...GIVEN, ...given })).toEqual(withDefaults(GIVEN));
  });

  it("finds the built Lambda functions in the package", () => {
    const { bundlesPath } = withDefaults(GIVEN);

    expect(bundlesPath).toBe(join(ROOT, "build", "lambdas"));
    expect(existsSync(join(bundlesPath, "submit-job", "index.js"))).toBe(true);
  });
});
