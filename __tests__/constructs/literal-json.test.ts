import { Token, Tokenization } from "cdktf";
import { literalJson } from "../../constructs/literal-json";

describe("literalJson", () => {
  it.each([{ text: "${HOME} %{x} $${y} %%{z} $x 100% {}" }, { "${key}": "\\${a}" }, ["$", "{"], "${"])(
    "contains no Terraform expressions and has the same value: %j",
    (value) => {
      const json = literalJson(value);

      expect(json).not.toMatch(/[$%]\{/);
      expect(JSON.parse(json)).toEqual(value);
    },
  );

  it("keeps cdktf tokens", () => {
    const bucket = Token.asString({ resolve: () => "incoming" });

    const json = literalJson({ name: `${bucket}-files`, text: "${HOME}" });

    expect(Tokenization.reverseString(json).tokens).toHaveLength(1);
    expect(json).toBe(`{"name":"${bucket}-files","text":"\\u0024{HOME}"}`);
  });
});
