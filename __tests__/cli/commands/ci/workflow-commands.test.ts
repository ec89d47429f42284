import { givenStacks, type GivenStacks } from "./given-stacks";

let given: GivenStacks;
beforeEach(async () => {
  given = await givenStacks();
});
afterEach(async () => {
  await given.remove();
});

describe("a runner of GitHub", () => {
  const plan = async (environment: Readonly<Record<string, string>>): Promise<string> => {
    given.set(
      "plan-error",
      "Error: Resource precondition failed\n::stop-commands::a\n  ::error::b\rc\r::d ##[add-mask]e\n",
    );
    const { exitCode, stderr } = await given.run(
      ["plan", "--environment", "dev", "--out-dir", given.outDir, "--reports", given.path],
      environment,
    );
    expect(exitCode).toBe(1);
    return stderr;
  };

  it("obeys nothing that a stack makes Terraform say", async () => {
    const stderr = await plan({ GITHUB_ACTIONS: "true" });

    expect(stderr).toContain("\n: :stop-commands::a\n");
    expect(stderr).not.toMatch(/(?:^|[\r\n])\s*::|##\[/);
  });

  it("keeps the text unchanged outside GitHub", async () => {
    expect(await plan({})).toContain("\n::stop-commands::a\n");
  });
});
