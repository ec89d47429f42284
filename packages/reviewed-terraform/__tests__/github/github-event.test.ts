import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPullRequestEvent } from "../../src/github/github-event";
import { findRunUrl } from "../../src/github/github-place";

describe("the event of a run", () => {
  const folder = mkdtempSync(join(tmpdir(), "poller-test-"));
  const file = join(folder, "event.json");
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const read = (event: unknown, more: Record<string, string> = {}) => {
    writeFileSync(file, typeof event === "string" ? event : JSON.stringify(event));
    const environment = { GITHUB_EVENT_PATH: file, GITHUB_REPOSITORY: "acme/poller", ...more };
    return readPullRequestEvent(environment);
  };
  const pull = (repository: string | null) => ({
    pull_request: { number: 7, head: { sha: "abc", repo: repository === null ? null : { full_name: repository } } },
  });

  it.each([
    ["a branch of the repository, whatever its letters' case", pull("Acme/poller"), {}, undefined],
    ["a fork", pull("mallory/poller"), {}, "fork"],
    ["a fork that was deleted", pull(null), {}, "fork"],
    ["Dependabot", pull("acme/poller"), { GITHUB_ACTOR: "dependabot[bot]" }, "Dependabot"],
  ])("reports %s", async (_what, event, more, withoutRights) => {
    expect(await read(event, more)).toEqual({ number: 7, headSha: "abc", withoutRights });
  });

  it("may be for no pull request, or off GitHub", async () => {
    expect(await read({ ref: "refs/heads/main" })).toBeUndefined();
    expect(await readPullRequestEvent({})).toBeUndefined();
  });

  it("rejects an unreadable event", async () => {
    await expect(read("{")).rejects.toThrow(`GITHUB_EVENT_PATH ${file} is not a GitHub event`);
  });
});

describe("the page of a run", () => {
  it("returns a URL only on GitHub", () => {
    const environment = { GITHUB_REPOSITORY: "acme/poller", GITHUB_RUN_ID: "7" };

    expect(findRunUrl(environment)).toBe("https://github.com/acme/poller/actions/runs/7");
    expect(findRunUrl({})).toBeUndefined();
  });
});
