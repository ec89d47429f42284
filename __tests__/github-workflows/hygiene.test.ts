import { JOBS, PATHS, readText, SET_UP_STEPS, STEPS, usesAction, WORKFLOWS } from "./workflow-files";

/** Reviewed versions; a pin changes here and in the workflows together, as Dependabot proposes it. */
const PINS = {
  "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
  "actions/setup-node": "820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
  "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
  "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
  "aws-actions/configure-aws-credentials": "e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3",
  "hashicorp/setup-terraform": "dfe3c3f87815947d99a8997f908cb6525fc44e9e # v4.0.1",
};

it.each(PATHS)("uses only local actions and actions pinned to a reviewed commit: %s", (path) => {
  const uses = [...readText(path).matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action]) => action ?? "");

  const known = Object.entries(PINS).map(([action, pin]) => `${action}@${pin}`);
  expect(uses.filter((action) => !known.includes(action) && !action.startsWith("./.github/"))).toEqual([]);
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

  const reviewed = "actions: read, pull-requests: read";
  expect(Object.fromEntries(granted)).toEqual({
    "pull-request.yml/outdated": "pull-requests: write",
    "pull-request.yml/plan": "id-token: write",
    "pull-request.yml/comment": "pull-requests: write",
    "plan.yml/plan": "id-token: write",
    "deploy.yml/dev": `${reviewed}, id-token: write`,
    "deploy.yml/prod": `${reviewed}, id-token: write`,
    "apply.yml/prepare": reviewed,
    "apply.yml/first": "id-token: write",
    "apply.yml/second": "id-token: write",
    "apply.yml/third": "id-token: write",
    "apply.yml/smoke": "id-token: write",
    "apply-wave.yml/apply": "id-token: write",
    "smoke.yml/smoke": "id-token: write",
    "drift.yml/look": "id-token: write, issues: write",
    "state.yml/state": "id-token: write",
    "unlock.yml/unlock": "id-token: write",
    "destroy.yml/destroy": "id-token: write",
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

it("uses no expressions in scripts", () => {
  expect(STEPS.filter(({ step }) => step.run?.includes("${{"))).toEqual([]);
});

it("restores no cache, and runs Terraform without its wrapper", () => {
  const [node, terraform] = ["actions/setup-node", "hashicorp/setup-terraform"].map((action) =>
    SET_UP_STEPS.find((step) => usesAction(step, action)),
  );

  expect(node?.with).toEqual({ "node-version": 22, "package-manager-cache": false });
  expect(terraform?.with["terraform_wrapper"]).toBe(false);
  expect(PATHS.filter((path) => readText(path).includes("actions/cache"))).toEqual([]);
});

describe("concurrency", () => {
  const started = Object.entries(WORKFLOWS).filter(([, { on }]) =>
    Object.keys(on).some((name) => name !== "workflow_call"),
  );

  it.each(started)("has a limit in each triggered workflow: %s", (_, { concurrency, jobs }) => {
    const all = concurrency ? [concurrency] : Object.values(jobs).map((job) => job.concurrency);

    expect(all).not.toContain(undefined);
  });

  it("cancels only plans that are outdated by a later push", () => {
    const cancelling = [...Object.entries(WORKFLOWS), ...JOBS.map(({ id, job }) => [id, job] as const)]
      .filter(([, { concurrency }]) => concurrency?.["cancel-in-progress"])
      .map(([name]) => name);

    expect(cancelling).toEqual(["pull-request.yml"]);
  });

  it("queues deployments and destruction of an environment", () => {
    const { dev, prod } = WORKFLOWS["deploy.yml"]?.jobs ?? {};

    expect(dev?.concurrency).toEqual({ group: "deploy-dev", "cancel-in-progress": false, queue: "max" });
    expect(prod?.concurrency).toEqual({ group: "deploy-prod", "cancel-in-progress": false, queue: "max" });
    expect(WORKFLOWS["destroy.yml"]?.concurrency?.group).toBe("deploy-${{ inputs.environment }}");
  });
});
