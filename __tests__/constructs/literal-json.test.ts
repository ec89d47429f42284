import { literalJson } from "../../constructs/literal-json";

describe("literalJson", () => {
  it.each([{ text: "${HOME} %{x} $${y} %%{z} $x 100% {}" }, { "${key}": "\\${a}" }, ["$", "{"], "${"])(
    "holds nothing that Terraform evaluates, and means the same: %j",
    (value) => {
      const json = literalJson(value);

      expect(json).not.toMatch(/[$%]\{/);
      expect(JSON.parse(json)).toEqual(value);
    },
  );
});
