import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FAULT_NAMES } from "../../../src/batch/faults/fault-schemas";

it("lists every fault in docs/faults.md", () => {
  const text = readFileSync(join(__dirname, "../../../docs/faults.md"), "utf8");

  expect(FAULT_NAMES.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
