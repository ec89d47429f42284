import { WORKFLOWS, type Job } from "./workflow-files";

const jobsOf = (file: string): Readonly<Record<string, Job>> => WORKFLOWS[file]?.jobs ?? {};

describe("prod", () => {
  const { dev, prod } = jobsOf("deploy.yml");

  it("starts after a merge only if dev was deployed and its smoke tests passed, and manually without dev", () => {
    expect(prod?.needs).toBe("dev");
    expect(prod?.if?.replaceAll(/\s+/g, " ")).toBe(
      "${{ !cancelled() && vars.SETTINGS_PROD != '' && (github.event_name == 'push' && needs.dev.result == 'success' || inputs.environment == 'prod') }}",
    );
    expect(dev?.if).toBe(
      "${{ vars.SETTINGS_DEV != '' && (github.event_name == 'push' || inputs.environment == 'dev') }}",
    );
    expect([dev, prod].map((job) => [job?.uses, job?.with["environment"]])).toEqual([
      ["./.github/workflows/apply.yml", "dev"],
      ["./.github/workflows/apply.yml", "prod"],
    ]);
  });

  it("requires approval before each job with write permissions on AWS", () => {
    const withRole = ["apply-wave.yml", "unlock.yml", "destroy.yml"].flatMap((file) => Object.values(jobsOf(file)));

    expect(withRole.map(({ environment }) => environment)).toEqual(withRole.map(() => "${{ inputs.environment }}"));
    const waves = Object.values(jobsOf("apply.yml")).filter(({ uses }) => uses?.endsWith("apply-wave.yml"));
    expect(waves.map((job) => job.with["environment"])).toEqual(waves.map(() => "${{ inputs.environment }}"));
  });

  it("starts a wave only after the previous one", () => {
    const { first, second, third } = jobsOf("apply.yml");

    expect([first, second, third].map((job) => job?.needs)).toEqual([
      "prepare",
      ["prepare", "first"],
      ["prepare", "second"],
    ]);
    // Neither has a status check function, so both are skipped if the previous wave fails.
    for (const job of [second, third]) expect(job?.if).not.toMatch(/always|cancelled|failure|success/);
  });
});

describe("pull request comment", () => {
  const { comment } = jobsOf("pull-request.yml");

  it("reports an incomplete plan if the firewall rejected a stack", () => {
    expect(comment?.needs).toEqual(["outdated", "plan"]);
    expect(comment?.if).toBe("${{ !cancelled() && needs.plan.result != 'skipped' }}");
    const step = comment?.steps.at(-1);
    expect(step?.run).toContain('ci -- comment --reports build/reports ${INCOMPLETE:+"$INCOMPLETE"}');
    expect(step?.env["INCOMPLETE"]).toBe("${{ needs.plan.result != 'success' && '--incomplete' || '' }}");
  });
});

describe("concurrent merges", () => {
  it("deploys one after the other, each with its own review, without dropping any", () => {
    const { dev, prod } = jobsOf("deploy.yml");

    for (const job of [dev, prod])
      expect(job?.concurrency).toMatchObject({ "cancel-in-progress": false, queue: "max" });
    expect(WORKFLOWS["deploy.yml"]?.concurrency).toBeUndefined();
    // Uses the review of the merged commit, not of the commit that main points to later.
    const checkouts = [...Object.values(jobsOf("apply.yml")), ...Object.values(jobsOf("apply-wave.yml"))]
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with["ref"])).toEqual(checkouts.map(() => undefined));
  });
});
