import { Terraform } from "../../src/terraform/terraform";
import { givenProgram, type GivenProgram } from "../../testing/given-program";
import { givenPlace, givenProgramContext } from "../../testing/given-place";

const PLACE = givenPlace("job-poller-dev");

describe("Terraform", () => {
  let program: GivenProgram;
  afterEach(() => {
    program.remove();
  });

  function given(script: string, interrupt?: AbortSignal, name?: string): Terraform {
    program = givenProgram(script, name);
    const environment = { PATH: "/usr/bin:/bin", TF_CLI_ARGS: "-lock=false", AWS_PROFILE: "dev" };
    const context = givenProgramContext({ environment, ...(interrupt === undefined ? {} : { interrupt }) });
    return new Terraform({ command: program.path, folder: program.folder, place: PLACE, context });
  }

  it("runs in the stack's folder, with the caller's AWS settings, without questions or calls home", async () => {
    const terraform = given('pwd; echo "$AWS_PROFILE $TF_INPUT $CHECKPOINT_DISABLE $TF_CLI_ARGS $*"');

    const { stdout } = await terraform.run(["state", "list"]);

    expect(stdout).toBe(`${program.folder}\ndev 0 1 -no-color state list\n`);
  });

  it("passes output on as it comes", async () => {
    const seen: string[] = [];

    await given("echo out; echo err >&2").run(["apply"], { onOutput: (text) => seen.push(text) });

    expect(seen.join("")).toContain("out\n");
    expect(seen.join("")).toContain("err\n");
  });

  it("accepts only the expected exit codes", async () => {
    await expect(given("exit 2").run(["plan"], { expected: [0, 2] })).resolves.toMatchObject({ exitCode: 2 });
  });

  it("explains a failure that is known", async () => {
    await expect(given("echo 'Error: No valid credential sources found' >&2; exit 1").init()).rejects.toThrow(
      "no AWS credentials; set AWS_PROFILE",
    );
  });

  it("repeats Terraform's words about any other failure, without its frame", async () => {
    const terraform = given("printf '╷\\n│ Error: Invalid reference\\n│\\n│ on cdk.tf.json\\n╵\\n' >&2; exit 1");

    await expect(terraform.run(["state", "show", "x"])).rejects.toThrow(
      /^terraform state show ended with exit code 1: Error: Invalid reference\n+on cdk\.tf\.json$/,
    );
  });

  it("explains a failure of OpenTofu by its name", async () => {
    const script = "echo 'Error while installing hashicorp/aws v5.100.0: 403 Forbidden' >&2; exit 1";

    await expect(given(script, undefined, "tofu").init()).rejects.toThrow("OpenTofu cannot download the provider");
  });

  it("reports the signal that ended it", async () => {
    await expect(given("kill -9 $$").run(["apply"])).rejects.toThrow("terraform apply was ended by SIGKILL");
  });

  it("calls OpenTofu's commands by its name", async () => {
    await expect(given("kill -9 $$", undefined, "tofu").run(["apply"])).rejects.toThrow(
      /^tofu apply was ended by SIGKILL$/,
    );
    await expect(given("exec sleep 60", AbortSignal.abort(), "tofu").run(["plan"])).rejects.toThrow(
      "interrupted during tofu plan",
    );
  });

  it("sends one SIGINT, waits for the end and suggests a retry", async () => {
    const interrupt = new AbortController();
    const terraform = given(
      "trap 'echo stopped; exit 1' INT; echo ready; while :; do sleep 0.05; done",
      interrupt.signal,
    );
    let seen = "";

    const run = terraform.run(["apply"], {
      onOutput: (text) => {
        seen += text;
        if (text.includes("ready")) interrupt.abort();
      },
    });

    await expect(run).rejects.toThrow("interrupted during terraform apply; run the same command again to continue");
    expect(seen).toBe("ready\nstopped\n");
  });

  it("stops at once what was asked to stop before it began", async () => {
    await expect(given("exec sleep 60", AbortSignal.abort()).run(["plan"])).rejects.toThrow(
      "interrupted during terraform plan",
    );
  });
});
