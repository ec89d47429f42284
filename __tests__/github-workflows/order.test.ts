import { JOBS, WORKFLOWS, type Job } from "./workflow-files";

const jobsOf = (file: string): Readonly<Record<string, Job>> => WORKFLOWS[file]?.jobs ?? {};

describe("prod", () => {
  const { dev, prod } = jobsOf("deploy.yml");

  it("starts after a merge only if dev was deployed and its smoke tests passed, and manually without dev", () => {
    expect(prod?.needs).toEqual(["bundle", "dev"]);
    expect(prod?.if?.replaceAll(/\s+/g, " ")).toBe(
      "${{ !cancelled() && vars.SETTINGS_PROD != '' && needs.bundle.result == 'success' && (github.event_name == 'push' && needs.dev.result == 'success' || inputs.environment == 'prod') }}",
    );
    expect(dev?.if).toBe(
      "${{ vars.SETTINGS_DEV != '' && (github.event_name == 'push' || inputs.environment == 'dev') }}",
    );
    expect([dev, prod].map((job) => [job?.uses, job?.with["environment"]])).toEqual([
      ["./.github/workflows/apply.yml", "dev"],
      ["./.github/workflows/apply.yml", "prod"],
    ]);
  });

  it("requires one approval, before the only job of a run that can write to AWS", () => {
    const environments = Object.fromEntries(
      JOBS.flatMap(({ id, job: { environment } }) => (environment === undefined ? [] : [[id, environment]])),
    );

    expect(environments).toEqual({
      "apply.yml/apply": "${{ needs.plan.outputs.environment }}",
      "destroy.yml/destroy": "${{ inputs.environment }}",
      "operate.yml/unlock": "${{ inputs.environment }}",
      // Publishes to npm, and has no credentials of AWS.
      "release.yml/publish": "release",
    });
  });

  it("shows what is to be approved in a job of the same run, and hands over its digest or ID by outputs", () => {
    const { plan, apply } = jobsOf("apply.yml");

    expect(apply?.needs).toEqual(["synth", "plan"]);
    expect(apply?.if).toBe("needs.plan.outputs.changes == 'true'");
    expect(plan?.environment).toBeUndefined();
    expect(apply?.steps.at(-1)?.env["PLANS"]).toBe("${{ needs.plan.outputs.plans }}");
    for (const job of [plan, apply])
      expect(job?.steps.find(({ id }) => id === "set-up")?.with["stacks"]).toBe("${{ needs.synth.outputs.artifact }}");
    expect(jobsOf("destroy.yml")["destroy"]?.steps.at(-1)?.env["DIGEST"]).toBe("${{ needs.show.outputs.digest }}");
    expect(jobsOf("operate.yml")["unlock"]?.needs).toContain("show");
  });
});

describe("pull request comment", () => {
  it("reports an incomplete plan if the firewall rejected a stack", () => {
    const step = jobsOf("plan.yml")["plan"]?.steps.at(-1);

    expect(step?.if).toBe("${{ !cancelled() && steps.set-up.outcome == 'success' }}");
    expect(step?.run).toMatch(/ci comment --environment "\$DEPLOY_ENVIRONMENT" .*\$\{INCOMPLETE:\+"\$INCOMPLETE"\}$/);
    expect(step?.env["INCOMPLETE"]).toBe("${{ steps.plan.outcome != 'success' && '--incomplete' || '' }}");
  });

  it("shows the findings of checkov, whose failure does not prevent the plan", () => {
    const { findings, plan } = jobsOf("plan.yml");

    expect(findings?.permissions).toEqual({ contents: "read" });
    expect(findings?.steps.at(-1)).toMatchObject({ id: "find", "continue-on-error": true });
    expect(findings?.outputs).toEqual({ findings: "${{ steps.find.outputs.findings }}" });
    expect(plan?.needs).toEqual(["bundle", "findings"]);
    expect(plan?.if).toMatch(/^\$\{\{ !cancelled\(\) && needs\.bundle\.result == 'success' && github\.event_name ==/);
    expect(plan?.steps.at(-1)?.run).toContain('--findings "$FINDINGS" ');
    expect(plan?.steps.at(-1)?.env["FINDINGS"]).toBe("${{ needs.findings.outputs.findings }}");
  });
});

describe("concurrent merges", () => {
  it("deploys one after the other, without dropping any", () => {
    const { dev, prod } = jobsOf("deploy.yml");

    for (const job of [dev, prod])
      expect(job?.concurrency).toMatchObject({ "cancel-in-progress": false, queue: "max" });
    expect(WORKFLOWS["deploy.yml"]?.concurrency).toBeUndefined();
    // The merged commit, which holds the called file, not the commit that main points to later.
    const checkouts = Object.values(jobsOf("apply.yml"))
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with["ref"])).toEqual(checkouts.map(() => "${{ job.workflow_sha }}"));
  });
});
