import { WORKFLOWS, type Job } from "./workflow-files";

const jobsOf = (file: string): Readonly<Record<string, Job>> => WORKFLOWS[file]?.jobs ?? {};

describe("prod", () => {
  const { dev, prod } = jobsOf("deploy.yml");

  it("begins after a merge only when dev was deployed and its smoke tests passed, and by hand without dev", () => {
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

  it("asks its reviewers before each job that can change something", () => {
    const withRole = ["apply-wave.yml", "unlock.yml", "destroy.yml"].flatMap((file) => Object.values(jobsOf(file)));

    expect(withRole.map(({ environment }) => environment)).toEqual(withRole.map(() => "${{ inputs.environment }}"));
    const waves = Object.values(jobsOf("apply.yml")).filter(({ uses }) => uses?.endsWith("apply-wave.yml"));
    expect(waves.map((job) => job.with["environment"])).toEqual(waves.map(() => "${{ inputs.environment }}"));
  });

  it("begins no wave before the one that it builds upon has ended", () => {
    const { first, second, third } = jobsOf("apply.yml");

    expect([first, second, third].map((job) => job?.needs)).toEqual([
      "prepare",
      ["prepare", "first"],
      ["prepare", "second"],
    ]);
    // Neither has a status check of its own, so that both are skipped when the wave before them fails.
    for (const job of [second, third]) expect(job?.if).not.toMatch(/always|cancelled|failure|success/);
  });
});

describe("the comment of a pull request", () => {
  const { comment } = jobsOf("pull-request.yml");

  it("is written too when the firewall has refused a stack, and then says that not all was planned", () => {
    expect(comment?.needs).toEqual(["outdated", "plan"]);
    expect(comment?.if).toBe("${{ !cancelled() && needs.plan.result != 'skipped' }}");
    const step = comment?.steps.at(-1);
    expect(step?.run).toContain('ci -- comment --reports build/reports ${INCOMPLETE:+"$INCOMPLETE"}');
    expect(step?.env["INCOMPLETE"]).toBe("${{ needs.plan.result != 'success' && '--incomplete' || '' }}");
  });
});

describe("two merges at once", () => {
  it("are deployed one after the other, each on what was reviewed for it, and none is dropped", () => {
    const { dev, prod } = jobsOf("deploy.yml");

    for (const job of [dev, prod])
      expect(job?.concurrency).toMatchObject({ "cancel-in-progress": false, queue: "max" });
    expect(WORKFLOWS["deploy.yml"]?.concurrency).toBeUndefined();
    // A commit's own review: not that of whatever main points to when its turn comes.
    const checkouts = [...Object.values(jobsOf("apply.yml")), ...Object.values(jobsOf("apply-wave.yml"))]
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with["ref"])).toEqual(checkouts.map(() => undefined));
  });
});
