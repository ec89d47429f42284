import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const EXAMPLE = join(ROOT, "examples", "test-state-machine");

it("runs the tests of examples/test-state-machine, which import only local-aws", () => {
  const file = join(EXAMPLE, "order.test.mjs");

  const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", "--test", file], {
    cwd: ROOT,
    encoding: "utf8",
  });

  const imported = [...readFileSync(file, "utf8").matchAll(/from "(.*)";/g)].map(([, name = ""]) => name);
  expect(imported.filter((name) => !name.startsWith("node:"))).toEqual(["local-aws"]);
  expect(stdout).toMatch(/pass 3\b/);
  expect(status).toBe(0);
});
