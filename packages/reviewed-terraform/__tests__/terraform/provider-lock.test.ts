import { parseProviderLock } from "../../src/terraform/provider-lock";
import { givenLock } from "../../testing/given-lock";

const ARCHIVE = "registry.terraform.io/hashicorp/archive";

describe("parseProviderLock", () => {
  it("returns the providers with their versions", () => {
    expect(parseProviderLock(`${givenLock("5.100.0")}\n${givenLock("2.7.1", ARCHIVE)}`, "lock")).toEqual([
      { source: "registry.terraform.io/hashicorp/aws", version: "5.100.0" },
      { source: ARCHIVE, version: "2.7.1" },
    ]);
    expect(parseProviderLock("# empty\n", "lock")).toEqual([]);
  });

  it.each([
    ["another block", 'resource "aws_x" "y" {}'],
    ["an expression", givenLock("${file(1)}")],
    ["no checksums", givenLock("5.100.0").replaceAll(/ +"\w+:.*\n/g, "")],
    ["a truncated file", givenLock("5.100.0").slice(0, -4)],
    ["another argument", givenLock("5.100.0").replace("constraints", "extra")],
  ])("rejects %s", (_, text) => {
    expect(() => parseProviderLock(text, "lock")).toThrow(
      /^lock is not a provider lock file that Terraform wrote, at .*; run: npm run providers:lock$/,
    );
  });
});
