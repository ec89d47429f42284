import { startLoopbackServer, type LoopbackReply, type LoopbackRequest } from "local-aws";
import { findRepository } from "../../../cli/bootstrap/find-repository";
import { CliError } from "../../../cli/cli-error";

const REPOSITORY = { full_name: "Acme/repo", id: 7, owner: { id: 42 } };
const UNCHECKED = "; its letter case must be that of GitHub, because AWS compares it exactly";

async function find(settings: Readonly<Record<string, string>>, reply: LoopbackReply | object = REPOSITORY) {
  const asked: LoopbackRequest[] = [];
  const server = await startLoopbackServer({
    name: "the GitHub of a test",
    handle: (request) => {
      asked.push(request);
      return Promise.resolve("status" in reply ? reply : { status: 200, body: JSON.stringify(reply) });
    },
  });
  const said: string[] = [];
  const environment = { GITHUB_API_URL: server.url, ...settings };
  const end = await findRepository(environment, new AbortController().signal, (line) => said.push(line)).then(
    (found) => ({ found, problems: [] }),
    (error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      return { found: undefined, problems: error.lines };
    },
  );
  await server.close();
  return { ...end, said, asked };
}

describe("findRepository", () => {
  it("takes the letter case of GitHub, and says so", async () => {
    const { found, said, asked } = await find({ GITHUB_REPOSITORY: "acme/Repo", GITHUB_TOKEN: "tok" });

    expect(found).toEqual({ GITHUB_REPOSITORY: "Acme/repo" });
    expect(said).toEqual([
      "GITHUB_REPOSITORY is acme/Repo, but GitHub writes Acme/repo; the roles will trust Acme/repo",
    ]);
    expect(asked.map(({ path, headers }) => [path, headers["authorization"]])).toEqual([
      ["/repos/acme/Repo", "token tok"],
    ]);
  });

  it("prints nothing about a name that is exact, with the IDs of GitHub", async () => {
    const ids = { GITHUB_REPOSITORY_OWNER_ID: "42", GITHUB_REPOSITORY_ID: "7" };
    const { found, said, asked } = await find({ GITHUB_REPOSITORY: "Acme/repo", ...ids });

    expect(found).toEqual({ GITHUB_REPOSITORY: "Acme/repo" });
    expect(said).toEqual([]);
    expect(asked.map(({ headers }) => headers["authorization"])).toEqual([undefined]);
  });

  it("rejects IDs of another repository and a repository that was moved, all at once", async () => {
    const ids = { GITHUB_REPOSITORY_OWNER_ID: "1", GITHUB_REPOSITORY_ID: "2" };

    expect((await find({ GITHUB_REPOSITORY: "other/repo", ...ids })).problems).toEqual([
      "the repository other/repo is now Acme/repo on GitHub; set GITHUB_REPOSITORY=Acme/repo if you mean this repository",
      "GITHUB_REPOSITORY_OWNER_ID is 1, but Acme/repo has 42 on GitHub; set GITHUB_REPOSITORY_OWNER_ID=42",
      "GITHUB_REPOSITORY_ID is 2, but Acme/repo has 7 on GitHub; set GITHUB_REPOSITORY_ID=7",
    ]);
  });

  it.each([
    [
      "a repository that GitHub does not show without a token",
      {},
      { status: 404, body: "{}" },
      "GitHub answers 404; set GITHUB_TOKEN, for example to the output of gh auth token",
    ],
    ["a token that GitHub rejects", { GH_TOKEN: "x" }, { status: 401, body: "{}" }, "GitHub answers 401"],
    ["an answer of a proxy", {}, { status: 200, body: "<html>" }, "GitHub's answer is not a repository"],
    ["another answer", {}, { login: "acme" }, "GitHub's answer is not a repository"],
    [
      "no network",
      { GITHUB_API_URL: "http://127.0.0.1:1" },
      REPOSITORY,
      expect.stringMatching(/^GitHub cannot be reached: /),
    ],
  ])("keeps the typed name, and says so, for %s", async (_what, settings, reply, reason) => {
    const { found, said } = await find({ GITHUB_REPOSITORY: "acme/Repo", ...settings }, reply);

    expect(found).toEqual({});
    expect(said).toHaveLength(1);
    const [, shown, rest] =
      /^GITHUB_REPOSITORY acme\/Repo could not be checked \((.*?)\)(;.*)$/.exec(said[0] ?? "") ?? [];
    expect(shown).toEqual(reason);
    expect(rest).toBe(UNCHECKED);
  });

  it.each([{}, { GITHUB_REPOSITORY: "" }, { GITHUB_REPOSITORY: "https://github.com/acme/repo" }])(
    "asks nothing without the name of a repository: %j",
    async (settings) => {
      const { found, asked, said } = await find(settings);

      expect([found, asked, said]).toEqual([{}, [], []]);
    },
  );

  it("ends when it is interrupted", async () => {
    const interrupt = AbortSignal.abort(new Error("interrupted"));

    await expect(findRepository({ GITHUB_REPOSITORY: "a/b" }, interrupt, () => undefined)).rejects.toThrow(
      "interrupted",
    );
  });
});
