import { usesAction, WORKFLOWS } from "./workflow-files";

const workflow = WORKFLOWS["release.yml"];
const { build, publish, release } = workflow?.jobs ?? {};
const scriptOf = (job: typeof build): string => job?.steps.map(({ run = "" }) => run).join("\n") ?? "";

it("runs only for tags of versions, which must be commits of main", () => {
  expect(workflow?.on).toEqual({ push: { tags: ["v[0-9]+.[0-9]+.[0-9]+", "v[0-9]+.[0-9]+.[0-9]+-*"] } });
  expect(scriptOf(build)).toContain('git merge-base --is-ancestor "$GITHUB_SHA" origin/main');
  expect(scriptOf(build)).toContain('node tools/build-release.mjs build/release "$GITHUB_REF_NAME"');
});

it("runs code of npm packages only in the job without credentials, after the tests of the packages", () => {
  expect(build?.permissions).toEqual({ contents: "read" });
  expect(scriptOf(build).indexOf(".ci/run package")).toBeLessThan(scriptOf(build).indexOf("build-release"));
  for (const job of [publish, release]) {
    expect(job?.steps.filter((step) => usesAction(step, "actions/checkout") || step.uses?.startsWith("./"))).toEqual(
      [],
    );
    expect(scriptOf(job)).not.toMatch(/npm (ci|install|exec)|npx/);
  }
});

it("publishes the built files after it has checked their SHA-256", () => {
  for (const job of [publish, release]) {
    const download = job?.steps.find((step) => usesAction(step, "actions/download-artifact"));
    const check = job?.steps.find(({ name }) => name === "Check the files");
    const script = scriptOf(job);

    expect(download?.with["artifact-ids"]).toBe("${{ needs.build.outputs.artifact }}");
    expect(check?.env).toEqual({ SUMS: "${{ needs.build.outputs.sums }}" });
    expect(script.indexOf("--strict SHA256SUMS")).toBeGreaterThan(0);
    expect(script.indexOf("--strict SHA256SUMS")).toBeLessThan(script.search(/npm publish|gh release/));
  }
});

it("publishes to npm with a short-lived token of the environment and with provenance", () => {
  expect(publish?.environment).toBe("release");
  expect(publish?.permissions).toEqual({ "id-token": "write" });
  expect(scriptOf(publish)).toContain('npm publish "./$file" --access public --provenance');
  expect(JSON.stringify(publish)).not.toMatch(/NODE_AUTH_TOKEN|NPM_TOKEN|_authToken/);
});
