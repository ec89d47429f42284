import { readFileSync } from "node:fs";
import { join } from "node:path";
import mutations from "../../tools/mutations.json";

const root = join(__dirname, "../..");

it.each(mutations)("finds the text of the mutation exactly once: $name", ({ file, from, to }) => {
  const source = readFileSync(join(root, file), "utf8");

  expect(source.split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});
