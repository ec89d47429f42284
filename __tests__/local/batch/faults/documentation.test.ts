import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FAULT_NAMES } from "../../../../local/batch/faults/fault-schemas";

it("docs/local-faults.md lists every fault", () => {
  const text = readFileSync(join(__dirname, "../../../../docs/local-faults.md"), "utf8");

  expect(FAULT_NAMES.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
