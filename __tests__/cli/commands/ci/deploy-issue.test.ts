import { givenClock, startMockGithub, type MockGithub } from "reviewed-terraform/testing";
import { keepDeployIssue, type DeployIssueOptions } from "../../../../cli/commands/ci/deploy-issue";
import { givenContext } from "../../memory-context";

let mock: MockGithub;
beforeEach(async () => {
  mock = await startMockGithub();
});
afterEach(() => mock.close());

async function end(
  result: DeployIssueOptions["result"],
  environment = "dev",
  more: Readonly<Record<string, string>> = { GITHUB_RUN_ID: "99", GITHUB_SHA: "c0ffee", GITHUB_ACTOR: "ann" },
): Promise<string> {
  const context = givenContext({ environment: { ...mock.environment, ...more } });
  expect(await keepDeployIssue({ environment, result, color: false }, context, givenClock())).toBe(0);
  return context.stderr.text;
}

it("opens an issue with the run, updates it, and closes it after a success", async () => {
  const opened = await end("failure");
  const updated = await end("cancelled");
  const [issue] = mock.issues;

  expect(opened).toMatch(/^issue opened: /);
  expect(updated).toMatch(/^issue updated: /);
  expect(issue).toMatchObject({ title: "Deploy of dev failed", state: "open" });
  expect(issue?.body).toContain("The deployment of commit c0ffee to dev by @ann ended with: cancelled.");
  expect(issue?.body).toContain("Log and summary: https://github.com/acme/poller/actions/runs/99");
  expect(await end("success")).toMatch(/^issue closed: /);
  expect(mock.issues.map(({ state }) => state)).toEqual(["closed"]);
  expect(mock.comments[0]?.body).toBe("A deployment of dev succeeded: https://github.com/acme/poller/actions/runs/99");
});

it("keeps an issue for each environment", async () => {
  await end("failure");
  await end("failure", "prod", {});

  await end("success");

  expect(mock.issues.map(({ title, state }) => `${title}: ${state}`)).toEqual([
    "Deploy of dev failed: closed",
    "Deploy of prod failed: open",
  ]);
});

it("does nothing after a success without an issue", async () => {
  expect(await end("success")).toBe("there is no open issue\n");
});

it("rejects an unknown environment", async () => {
  await expect(end("failure", "qa")).rejects.toThrow("--environment must be dev or prod");
});
