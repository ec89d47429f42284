import { renderImports } from "../../../cli/deploy/find-imports";

describe("imports for Terraform", () => {
  it("escapes expressions in an ID", () => {
    const imports = new Map([["aws_vpc.vpc", { kind: "id" as const, id: '${file("/etc/passwd")}%{ if true }$5' }]]);

    expect(renderImports(imports)).toEqual({
      import: [{ to: "aws_vpc.vpc", id: '$${file("/etc/passwd")}%%{ if true }$5' }],
    });
  });
});
