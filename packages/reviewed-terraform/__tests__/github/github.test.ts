import * as z from "zod";
import { closeTopicIssue, putTopicIssue } from "../../src/github/topic-issue";
import { hasReviewers } from "../../src/github/environment-settings";
import { openGithub, type Github } from "../../src/github/github";
import { GithubError } from "../../src/github/github-error";
import { parseGithubPlace } from "../../src/github/github-place";
import { listAll } from "../../src/github/list-all";
import { findMergedPullRequest } from "../../src/github/merged-pull-request";
import { fetchHeadSha } from "../../src/github/heads";
import { findStickyComments, putStickyComment } from "../../src/github/sticky-comment";
import { startMockGithub, type MockGithub } from "../../testing/mock-github/mock-github";
import { givenClock } from "../../testing/test-clock";

const MARKER = "<!-- mark -->";
const SHA = "5".repeat(40);

let mock: MockGithub;
let github: Github;
let clock: ReturnType<typeof givenClock>;
beforeEach(async () => {
  mock = await startMockGithub();
  clock = givenClock();
  github = await openGithub(parseGithubPlace(mock.environment), clock, new AbortController().signal);
});
afterEach(() => mock.close());

describe("a request", () => {
  it("retries server errors with backoff", async () => {
    mock.pulls.push({ number: 7, headSha: SHA, body: "" });
    mock.failures.push({ request: /pulls\/7/, times: 2, status: 502 });

    expect(await fetchHeadSha(github, 7)).toBe(SHA);
    expect(clock.slept).toEqual([1000, 2000]);
  });

  it("fails after four attempts with GitHub's message", async () => {
    mock.failures.push({ request: /pulls/, times: 9, status: 503, message: "Service unavailable" });

    await expect(fetchHeadSha(github, 7)).rejects.toThrow(
      /^GitHub answers 503 to GET \/repos\/\{owner\}\/\{repo\}\/pulls\/\{pull_number\}: Service unavailable/,
    );
    expect(mock.requests).toHaveLength(4);
  });

  it("fails immediately when a rate limit lasts too long", async () => {
    const headers = { "retry-after": "3600" };
    mock.failures.push({ request: /pulls/, times: 9, status: 403, message: "API rate limit exceeded", headers });

    await expect(fetchHeadSha(github, 7)).rejects.toBeInstanceOf(GithubError);
    expect(clock.slept).toEqual([]);
  });

  it("does not retry without a delay for retries", async () => {
    mock.failures.push({ request: /pulls/, times: 9, status: 503 });
    const place = parseGithubPlace(mock.environment);
    const once = await openGithub(place, clock, new AbortController().signal, 0);

    await expect(fetchHeadSha(once, 7)).rejects.toThrow(/^GitHub answers 503/);
    expect(mock.requests).toHaveLength(1);
    expect(clock.slept).toEqual([]);
  });

  it("reports an unreachable GitHub", async () => {
    await mock.close();

    await expect(fetchHeadSha(github, 7)).rejects.toThrow(/^GitHub gives no answer to GET /);
    mock = await startMockGithub();
  });
});

describe("where GitHub is", () => {
  it("reads the runner's variables and lists all invalid ones", () => {
    expect(() => parseGithubPlace({ GITHUB_REPOSITORY: "poller" })).toThrow(
      'GITHUB_TOKEN is not set: in a workflow, pass github.token\nGITHUB_REPOSITORY must be like owner/name, got "poller"',
    );
  });

  it("requires no token if it is optional", () => {
    expect(parseGithubPlace({ GITHUB_REPOSITORY: "acme/poller" }, "optional").token).toBe("");
  });

  it("defaults to github.com", () => {
    const environment = { GITHUB_REPOSITORY: "acme/poller", GITHUB_TOKEN: "t", GITHUB_API_URL: "" };

    expect(parseGithubPlace(environment).apiUrl).toBe("https://api.github.com");
  });
});

describe("a list", () => {
  it("reads all pages", async () => {
    for (let id = 1; id <= 250; id += 1) mock.comments.push({ id, issueNumber: 1, body: `${id}`, byBot: false });

    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const found = await listAll(github, route, { issue_number: 1 }, z.object({ id: z.number() }));

    expect(found).toHaveLength(250);
    expect(mock.requests).toHaveLength(3);
  });
});

describe("the sticky comment", () => {
  it("creates the comment once and then updates it, even on a later page", async () => {
    for (let id = 1; id <= 130; id += 1) mock.comments.push({ id, issueNumber: 7, body: "hello", byBot: false });

    expect(await putStickyComment(github, 7, MARKER, `${MARKER}1`)).toBe("created");
    expect(await putStickyComment(github, 7, MARKER, `${MARKER}2`)).toBe("updated");
    expect(await putStickyComment(github, 7, MARKER, `${MARKER}2`)).toBe("updated");

    expect(mock.comments.filter(({ byBot }) => byBot).map(({ body }) => body)).toEqual([`${MARKER}2`]);
    expect(mock.requests.filter((request) => request.startsWith("PATCH"))).toHaveLength(1);
  });

  it("ignores comments by people and quotes of the marker", async () => {
    mock.comments.push({ id: 1, issueNumber: 7, body: `${MARKER} mine`, byBot: false });
    mock.comments.push({ id: 2, issueNumber: 7, body: `see ${MARKER}`, byBot: true });

    expect(await findStickyComments(github, 7, MARKER)).toEqual([]);
  });

  it("creates no duplicate after a lost response", async () => {
    mock.failures.push({ request: /^POST/, times: 1, status: 502, afterwards: true });

    expect(await putStickyComment(github, 7, MARKER, `${MARKER}1`)).toBe("updated");
    expect(mock.comments).toHaveLength(1);
  });

  it("does not retry without write permission", async () => {
    mock.readOnly = true;

    await expect(putStickyComment(github, 7, MARKER, MARKER)).rejects.toThrow(
      /^GitHub answers 403 .+ Resource not accessible by integration/,
    );
    expect(mock.requests).toHaveLength(2);
  });
});

describe("the issue about a stack's drift", () => {
  it("opens, updates when changed and closes the issue", async () => {
    const put = (text: string) => putTopicIssue(github, "batch-dev", "Drift", text);

    expect(await put("a")).toMatchObject({ what: "opened" });
    expect(await put("a")).toMatchObject({ what: "unchanged" });
    expect(await put("b")).toMatchObject({ what: "updated" });
    expect(await putTopicIssue(github, "batch-prod", "Drift", "c")).toMatchObject({ what: "opened" });
    await closeTopicIssue(github, "batch-dev", "as it was");

    expect(mock.issues.map(({ state, body }) => [state, body.split("\n")[1]])).toEqual([
      ["closed", "b"],
      ["open", "c"],
    ]);
    expect(mock.comments.map(({ body }) => body)).toEqual(["as it was"]);
    expect(await closeTopicIssue(github, "batch-dev", "again")).toBeUndefined();
  });
});

describe("the pull request of a commit", () => {
  const find = (sha: string) => findMergedPullRequest(github, sha, "main", "acme/poller");

  it("finds the pull request merged as the commit into the branch", async () => {
    mock.pulls.push({ number: 1, headSha: SHA, body: "open" });
    mock.pulls.push({ number: 3, headSha: "6".repeat(40), body: "", mergeCommitSha: SHA, base: "release" });
    mock.pulls.push({ number: 2, headSha: "6".repeat(40), body: "merged", mergeCommitSha: SHA });

    expect(await find(SHA)).toEqual({ number: 2, headSha: "6".repeat(40), body: "merged", withoutPlan: undefined });
    expect(await find("7".repeat(40))).toBeUndefined();
  });

  it.each([
    ["Dependabot", { author: "dependabot[bot]" }],
    ["a fork", { from: "mallory/poller" }],
  ])("knows that a pull request of %s was not planned", async (withoutPlan, more) => {
    mock.pulls.push({ number: 2, headSha: "6".repeat(40), body: "", mergeCommitSha: SHA, ...more });

    expect(await find(SHA)).toMatchObject({ withoutPlan });
  });
});

describe("the reviewers of a GitHub environment", () => {
  it.each([
    ["that requires them", ["ann"], true],
    ["without them", [], false],
  ])("finds them for an environment %s", async (_what, reviewers, expected) => {
    mock.environments.set("dev", { reviewers });

    expect(await hasReviewers(github, "dev")).toBe(expected);
  });

  it("finds none for an environment that does not exist, and fails when GitHub does not answer", async () => {
    expect(await hasReviewers(github, "dev")).toBe(false);

    mock.failures.push({ request: /environments/, times: 9, status: 403, message: "no" });
    await expect(hasReviewers(github, "dev")).rejects.toThrow("GitHub answers 403");
  });
});
