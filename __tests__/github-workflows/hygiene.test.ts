import { JOBS, PATHS, readText, SET_UP_STEPS, STEPS, usesAction, WORKFLOWS } from "./workflow-files";

/** Owners whose actions the workflows may use. */
const OWNERS = ["actions", "aws-actions", "hashicorp", "opentofu"];

it.each(PATHS)(
  "uses only local actions, and actions of known owners by commit, with the version as a comment: %s",
  (path) => {
    const uses = [...readText(path).matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action]) => action ?? "");

    const pinned = new RegExp(`^(?:${OWNERS.join("|")})/[\\w-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+$`);
    // Another version than that on main would have another trust.
    const onMain = /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/plan\.yml@main # zizmor: ignore\[unpinned-uses\] \w/;
    const others = uses.filter((action) => !pinned.test(action) && !action.startsWith("./.github/"));
    expect(others.filter((action) => !onMain.test(action))).toEqual([]);
  },
);

it("uses one version of each action", () => {
  const versions = new Set(PATHS.flatMap((path) => readText(path).match(/[\w-]+\/[\w-]+@[0-9a-f]{40} # v.+$/gm) ?? []));

  const names = [...versions].map((action) => action.replace(/@.*$/, ""));
  expect(names).toEqual([...new Set(names)]);
});

it.each(PATHS)("contains no secrets, and no privileged triggers with code of others: %s", (path) => {
  expect(readText(path)).not.toMatch(/secrets\.|secrets:|pull_request_target|workflow_run|self-hosted/);
});

it.each(Object.entries(WORKFLOWS))("grants no permissions at workflow level: %s", (_, { permissions }) => {
  expect(permissions).toEqual({});
});

it.each(PATHS)("has a comment with the reason for each permission: %s", (path) => {
  const grants = readText(path)
    .split("\n")
    .filter((line) => /^\s+[a-z-]+: (read|write)\b/.test(line));

  expect(grants.filter((line) => !/ # \w.{5,}/.test(line))).toEqual([]);
});

it("grants write permissions and tokens only to these jobs", () => {
  const granted = JOBS.map(({ id, job }) => [
    id,
    Object.entries(job.permissions)
      .filter(([scope, level]) => level !== "read" || scope !== "contents")
      .map(([scope, level]) => `${scope}: ${level}`)
      .join(", "),
  ]).filter(([, grants]) => grants !== "");

  const reviewed = "actions: read, pull-requests: read, id-token: write";
  expect(Object.fromEntries(granted)).toEqual({
    "pull-request.yml/outdated": "pull-requests: write",
    "pull-request.yml/plan": "id-token: write, pull-requests: write",
    "plan.yml/plan": "id-token: write, pull-requests: write",
    "deploy.yml/dev": `${reviewed}, issues: write`,
    "deploy.yml/prod": `${reviewed}, issues: write`,
    "apply.yml/plan": reviewed,
    "apply.yml/apply": "id-token: write",
    "apply.yml/smoke": "id-token: write",
    "apply.yml/notify": "issues: write",
    "smoke.yml/smoke": "id-token: write",
    "drift.yml/look": "id-token: write, issues: write",
    "operate.yml/state": "id-token: write",
    "operate.yml/show": "id-token: write",
    "operate.yml/unlock": "id-token: write",
    "destroy.yml/show": "id-token: write",
    "destroy.yml/destroy": "id-token: write",
    "release.yml/publish": "id-token: write",
    "release.yml/release": "contents: write, id-token: write, attestations: write",
  });
});

it.each(JOBS)("has a timeout if it has steps: $id", ({ job }) => {
  expect(job.uses === undefined ? job["timeout-minutes"] : 1).toBeLessThanOrEqual(60);
});

it("does not persist the token in a checkout", () => {
  const checkouts = STEPS.filter(({ step }) => usesAction(step, "actions/checkout"));

  expect(checkouts.length).toBeGreaterThan(8);
  expect(checkouts.filter(({ step }) => step.with["persist-credentials"] !== false)).toEqual([]);
});

it("takes its own code from the repository and commit of the file that holds the job, also if another one calls it", () => {
  const others = STEPS.filter(({ step }) => usesAction(step, "actions/checkout")).filter(
    ({ step: { with: given } }) =>
      given["repository"] !== "${{ job.workflow_repository }}" || given["ref"] !== "${{ job.workflow_sha }}",
  );

  // CI, Pull request and Release are not called. Two jobs without credentials also synthesize the repository that
  // calls them.
  const isCalled = "github.repository != job.workflow_repository";
  expect(others.map(({ where, step }) => [where, step.with["path"], step.if])).toEqual([
    ["ci.yml/tier", undefined, undefined],
    ["plan.yml/findings", "project", isCalled],
    ["pull-request.yml/outdated", undefined, undefined],
    ["release.yml/build", undefined, undefined],
    ["synth.yml/synth", "project", isCalled],
  ]);
});

it("uses no expressions in scripts", () => {
  expect(STEPS.filter(({ step }) => step.run?.includes("${{"))).toEqual([]);
});

it("restores no cache, and runs Terraform without its wrapper", () => {
  const [node, terraform, opentofu] = [
    "actions/setup-node",
    "hashicorp/setup-terraform",
    "opentofu/setup-opentofu",
  ].map((action) => SET_UP_STEPS.find((step) => usesAction(step, action)));

  expect(node?.with).toEqual({ "node-version": 22, "package-manager-cache": false });
  expect(terraform?.with["terraform_wrapper"]).toBe(false);
  expect(opentofu?.with["tofu_wrapper"]).toBe(false);
  expect(PATHS.filter((path) => readText(path).includes("actions/cache"))).toEqual([]);
});

describe("concurrency", () => {
  const started = Object.entries(WORKFLOWS).filter(([, { on }]) =>
    Object.keys(on).some((name) => name !== "workflow_call"),
  );

  it.each(started)(
    "has a limit in each triggered workflow, for the jobs that can get credentials: %s",
    (_, { concurrency, jobs }) => {
      const changing = Object.values(jobs).filter(({ permissions }) => "id-token" in permissions);
      const all = concurrency ? [concurrency] : changing.map((job) => job.concurrency);

      expect(all.length).toBeGreaterThan(0);
      expect(all).not.toContain(undefined);
    },
  );

  it("cancels only checks and plans that are outdated by a later push", () => {
    const cancelling = [...Object.entries(WORKFLOWS), ...JOBS.map(({ id, job }) => [id, job] as const)]
      .filter(([, { concurrency }]) => concurrency?.["cancel-in-progress"])
      .map(([name]) => name);

    expect(cancelling).toEqual(["ci.yml", "pull-request.yml"]);
  });

  it("queues deployments and destruction of an environment", () => {
    const { dev, prod } = WORKFLOWS["deploy.yml"]?.jobs ?? {};

    expect(dev?.concurrency).toEqual({ group: "deploy-dev", "cancel-in-progress": false, queue: "max" });
    expect(prod?.concurrency).toEqual({ group: "deploy-prod", "cancel-in-progress": false, queue: "max" });
    expect(WORKFLOWS["destroy.yml"]?.concurrency?.group).toBe("deploy-${{ inputs.environment }}");
  });
});
