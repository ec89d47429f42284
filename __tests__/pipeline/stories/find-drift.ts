import type { ActEnd } from "../support/act";
import type { Pipeline } from "../support/pipeline";
import { expectEnd, needed, scenario, setRetentionByHand } from "../support/story";

/** @param number - pull request deployed last; merged changes that are not deployed would also be drift */
const lookForDrift = (pipeline: Pipeline, number: number): Promise<ActEnd> =>
  pipeline.start("drift.yml", { event: "schedule", commit: pipeline.mergeCommit(number) });

/** Returns the issues about drift; others are about failed deployments. */
const driftIssues = ({ github }: Pipeline): Pipeline["github"]["issues"] =>
  github.issues.filter(({ title }) => title.startsWith("Drift: "));

/** Returns the inputs in the command of the open issue about drift, which deploys main again. */
export function readDeployInputs(pipeline: Pipeline): Record<string, string> {
  const body = driftIssues(pipeline).find(({ state }) => state === "open")?.body ?? "";
  const [, fields] = /^gh workflow run deploy\.yml --ref main((?: --field \S+)+)$/m.exec(body) ?? [];
  if (fields === undefined) throw new Error(`no command in the issue: ${body}`);
  return Object.fromEntries([...fields.matchAll(/(\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]));
}

export const changedByHand = needed("manual change: sets the retention of the job log to one week", (pipeline) =>
  setRetentionByHand(pipeline, 7),
);

export const drift = scenario("drift: reports the manual change in an issue", async (pipeline) => {
  const end = await lookForDrift(pipeline, 1);

  expectEnd(end, "green");
  expect(end.log).toContain("assumed job-status-poller-dev-drift-us-east-1 in us-east-1");
  expect(driftIssues(pipeline).map(({ state }) => state)).toEqual(["open"]);
  expect(driftIssues(pipeline)[0]?.title).toContain("batch-dev");
  expect(driftIssues(pipeline)[0]?.body).toContain("retention_in_days");
});

export const noDrift = scenario(
  "drift undone by the command of its issue, after approval: closes the issue",
  async (pipeline) => {
    const end = await lookForDrift(pipeline, 2);

    expectEnd(end, "green");
    expect(driftIssues(pipeline).map(({ state }) => state)).toEqual(["closed"]);
  },
);
