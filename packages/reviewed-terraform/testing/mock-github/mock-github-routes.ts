import * as z from "zod";
import type { MockAnswer, MockComment, MockIssue, MockPull, MockRepository } from "./mock-github";

interface Call {
  readonly groups: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly state: MockRepository;
}

const textSchema = z.object({ body: z.string() });
const issueSchema = z.object({ title: z.string(), body: z.string() });
const issueChangeSchema = issueSchema.extend({ state: z.enum(["open", "closed"]) }).partial();

/** Maximum length of a comment or issue body, in characters. */
const LONGEST_BODY = 65_536;

/** Routes by `METHOD path below the repository`; numbers and hashes are groups. */
const ROUTES: readonly (readonly [RegExp, (call: Call) => MockAnswer])[] = [
  [/^GET \/issues\/(\d+)\/comments$/, listComments],
  [/^POST \/issues\/(\d+)\/comments$/, createComment],
  [/^PATCH \/issues\/comments\/(\d+)$/, updateComment],
  [/^GET \/issues$/, ({ state, query }) => page(state.issues.filter(hasState(query)).map(showIssue), query)],
  [/^POST \/issues$/, createIssue],
  [/^PATCH \/issues\/(\d+)$/, updateIssue],
  [
    /^GET \/pulls\/(\d+)$/,
    ({ groups, state }) => found(state.pulls.find(isNumber(groups)), (pull) => showPull(pull, state.repository)),
  ],
  [/^GET \/git\/ref\/heads\/([\w-]+)$/, ({ groups, state }) => found(state.branches.get(groups[0] ?? ""), showRef)],
  [/^GET \/commits\/(\w+)\/pulls$/, listPullsOfCommit],
  [/^GET \/branches\/[\w-]+\/protection$/, () => ({ status: 404, json: { message: "Branch not protected" } })],
  [
    /^GET \/environments\/([\w-]+)$/,
    ({ groups, state }) => found(state.environments.get(groups[0] ?? ""), showEnvironment),
  ],
];

export function answerGithub(method: string, url: URL, body: unknown, state: MockRepository): MockAnswer {
  const prefix = `/repos/${state.repository}`;
  const path = decodeURIComponent(url.pathname.slice(prefix.length));
  if (!url.pathname.startsWith(prefix)) return NOT_FOUND;
  if (method !== "GET" && state.readOnly)
    return { status: 403, json: { message: "Resource not accessible by integration" } };
  if (method === "GET" && state.settings.has(path)) return { status: 200, json: state.settings.get(path) };
  const key = `${method} ${path}`;
  for (const [pattern, answer] of ROUTES) {
    const match = pattern.exec(key);
    if (match !== null) return answer({ groups: match.slice(1), query: url.searchParams, body, state });
  }
  return NOT_FOUND;
}

const NOT_FOUND: MockAnswer = { status: 404, json: { message: "Not Found" } };
const TOO_LONG: MockAnswer = { status: 422, json: { message: "Validation Failed: body is too long" } };

const found = <T>(value: T | undefined, show: (value: T) => unknown): MockAnswer =>
  value === undefined ? NOT_FOUND : { status: 200, json: show(value) };
const showRef = (sha: string) => ({ object: { type: "commit", sha } });
const showEnvironment = ({ reviewers }: { readonly reviewers: readonly string[] }) => ({
  protection_rules:
    reviewers.length === 0
      ? [{ type: "branch_policy" }]
      : [{ type: "required_reviewers", reviewers: reviewers.map((login) => ({ type: "User", reviewer: { login } })) }],
});
const isNumber =
  (groups: readonly string[]) =>
  ({ number }: { readonly number: number }): boolean =>
    number === Number(groups[0]);

function page(entries: readonly unknown[], query: URLSearchParams): MockAnswer {
  const size = Number(query.get("per_page") ?? 30);
  const from = (Number(query.get("page") ?? 1) - 1) * size;
  return { status: 200, json: entries.slice(from, from + size) };
}

const showUser = (byBot: boolean) =>
  byBot ? { login: "github-actions[bot]", type: "Bot" } : { login: "ann", type: "User" };
const showComment = ({ id, body, byBot }: MockComment) => ({ id, body, user: showUser(byBot) });

function listComments({ groups, query, state }: Call): MockAnswer {
  const comments = state.comments.filter(({ issueNumber }) => issueNumber === Number(groups[0]));
  return page(comments.map(showComment), query);
}

function createComment({ groups, body, state }: Call): MockAnswer {
  const text = textSchema.parse(body).body;
  if (text.length > LONGEST_BODY) return TOO_LONG;
  const comment = { id: (state.nextId += 1), issueNumber: Number(groups[0]), body: text, byBot: true };
  state.comments.push(comment);
  return { status: 201, json: showComment(comment) };
}

function updateComment({ groups, body, state }: Call): MockAnswer {
  const comment = state.comments.find(({ id }) => id === Number(groups[0]));
  if (comment === undefined) return NOT_FOUND;
  const text = textSchema.parse(body).body;
  if (text.length > LONGEST_BODY) return TOO_LONG;
  comment.body = text;
  return { status: 200, json: showComment(comment) };
}

const showIssue = ({ byBot, ...issue }: MockIssue) => ({
  ...issue,
  html_url: `https://github.example/issues/${issue.number}`,
  user: showUser(byBot),
});
const hasState =
  (query: URLSearchParams) =>
  ({ state }: MockIssue): boolean =>
    state === (query.get("state") ?? "open");

function createIssue({ body, state }: Call): MockAnswer {
  const given = issueSchema.parse(body);
  if (given.body.length > LONGEST_BODY) return TOO_LONG;
  const issue: MockIssue = { ...given, number: (state.nextId += 1), state: "open", byBot: true };
  state.issues.push(issue);
  return { status: 201, json: showIssue(issue) };
}

function updateIssue({ groups, body, state }: Call): MockAnswer {
  const issue = state.issues.find(isNumber(groups));
  if (issue === undefined) return NOT_FOUND;
  Object.assign(issue, issueChangeSchema.parse(body));
  return { status: 200, json: showIssue(issue) };
}

const showPull = (
  { number, headSha, body, mergeCommitSha, base = "main", author = "ann", from }: MockPull,
  repository: string,
) => ({
  number,
  body,
  user: { login: author },
  head: { sha: headSha, repo: { full_name: from ?? repository } },
  base: { ref: base },
  merged_at: mergeCommitSha === undefined ? null : "2026-01-01T00:00:00Z",
  merge_commit_sha: mergeCommitSha ?? "0".repeat(40),
});

function listPullsOfCommit({ groups, query, state }: Call): MockAnswer {
  const [sha] = groups;
  const pulls = state.pulls.filter(({ headSha, mergeCommitSha }) => headSha === sha || mergeCommitSha === sha);
  return page(
    pulls.map((pull) => showPull(pull, state.repository)),
    query,
  );
}
