import { findTerraform } from "../../src/terraform/find-terraform";
import { givenProgram, type GivenProgram } from "../../testing/given-program";
import { givenProgramContext } from "../../testing/given-place";

describe("findTerraform", () => {
  let program: GivenProgram | undefined;
  afterEach(() => {
    program?.remove();
    program = undefined;
  });

  const find = (script: string, name?: string): Promise<string> => {
    program = givenProgram(script, name);
    return findTerraform(
      givenProgramContext({ environment: { TERRAFORM_BINARY_NAME: program.path, PATH: "/usr/bin:/bin" } }),
    );
  };
  const version = (text: string): string => `echo '{"terraform_version":"${text}"}'`;

  it.each(["1.10.0", "1.11.4", "1.14.0-beta1", "2.0.0"])("accepts %s", async (text) => {
    await expect(find(version(text))).resolves.toBe(program?.path);
  });

  it.each(["1.9.8", "0.15.5"])("refuses %s, and says where to get a later one", async (text) => {
    await expect(find(version(text))).rejects.toThrow(
      `is ${text}, and 1.10 is the oldest that locks a state in S3; get a later one from https://developer.hashicorp.com/terraform/install`,
    );
  });

  it.each(["tofu", "tofu-1.9.4"])("calls %s OpenTofu, and says where to get a later one of that", async (name) => {
    await expect(find(version("1.9.4"), name)).rejects.toThrow(
      new RegExp(
        `^OpenTofu \\(.*/${name}\\) is 1.9.4, and 1.10 is the oldest that locks a state in S3; get a later one from https://opentofu.org/docs/intro/install$`,
      ),
    );
  });

  it("reads a version behind a warning", async () => {
    const warned = `echo 'Warning: Unable to open CLI configuration file'; ${version("1.12.6")}`;

    await expect(find(warned, "tofu")).resolves.toBe(program?.path);
  });

  it("refuses a program that is no Terraform", async () => {
    await expect(find("echo hello; exit 2")).rejects.toThrow("program: hello; is it Terraform?");
  });

  it.each([[{ PATH: "/nowhere" }], [{ PATH: "/nowhere", TERRAFORM_BINARY_NAME: "" }]])(
    "fails when Terraform is not installed: %j",
    async (environment) => {
      await expect(findTerraform(givenProgramContext({ environment }))).rejects.toThrow(
        "Terraform (terraform) is not installed; get 1.10 or later from",
      );
    },
  );

  it("reports a missing OpenTofu", async () => {
    const environment = { PATH: "/nowhere", TERRAFORM_BINARY_NAME: "tofu" };

    await expect(findTerraform(givenProgramContext({ environment }))).rejects.toThrow(
      "OpenTofu (tofu) is not installed; get 1.10 or later from https://opentofu.org/docs/intro/install",
    );
  });

  it("reports a program that cannot be run", async () => {
    const environment = { TERRAFORM_BINARY_NAME: "/usr" };

    await expect(findTerraform(givenProgramContext({ environment }))).rejects.toThrow("cannot be run (EACCES)");
  });
});
