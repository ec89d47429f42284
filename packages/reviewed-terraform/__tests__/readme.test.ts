import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { transformSync } from "@swc/core";
import * as reviewedTerraform from "../src";
import { readPlanText } from "./report/given-plan";

const [, FIRST_USE = ""] = /```ts\n([^]*?)```/.exec(readFileSync(join(__dirname, "..", "README.md"), "utf8")) ?? [];

/** Runs the code of the README with the given plans. */
function run(plans: Readonly<Record<string, string>>): unknown[] {
  const { code } = transformSync(FIRST_USE, {
    jsc: { parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  const printed: unknown[] = [];
  const modules: Readonly<Record<string, unknown>> = {
    "node:fs": { readFileSync: (file: string) => plans[file] ?? "{}" },
    "reviewed-terraform": reviewedTerraform,
  };
  const log = (value: unknown): void => void printed.push(value);
  runInNewContext(code, { require: (name: string) => modules[name], exports: {}, console: { log } });
  return printed;
}

describe("the first use in the README", () => {
  it("has at most 20 lines of code", () => {
    expect(FIRST_USE.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(20);
  });

  it("accepts the reviewed plan", () => {
    const plan = readPlanText("create");

    const [comment, decision] = run({ "reviewed-plan.json": plan, "plan.json": plan });

    expect(comment).toContain("batch-dev");
    expect(decision).toBe("apply stack.tfplan");
  });

  it("lists the differences of another plan", () => {
    const [, differences] = run({ "reviewed-plan.json": readPlanText("create"), "plan.json": readPlanText("replace") });

    expect(differences).toEqual(expect.arrayContaining([expect.objectContaining({ attribute: "action" })]));
  });
});
