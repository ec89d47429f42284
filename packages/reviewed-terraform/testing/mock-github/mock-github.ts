import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as z from "zod";
import { answerGithub } from "./mock-github-routes";

export interface MockComment {
  readonly id: number;
  readonly issueNumber: number;
  body: string;
  /** Whether the token of the workflow created it. */
  readonly byBot: boolean;
}

export interface MockIssue {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly byBot: boolean;
}

export interface MockPull {
  readonly number: number;
  headSha: string;
  body: string;
  /** Merge commit on main; undefined while the pull request is open. */
  mergeCommitSha?: string;
  /** Branch that it is merged into. @default main */
  readonly base?: string;
  /** @default ann */
  readonly author?: string;
  /** Repository of the branch. @default this repository */
  readonly from?: string;
}

/** Error response of GitHub, returned `times` times. */
export interface MockFailure {
  /** Pattern for `METHOD /path`. */
  readonly request: RegExp;
  times: number;
  readonly status: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether to process the request and lose only the response. */
  readonly afterwards?: boolean;
}

/** State of the mock repository; tests read and change it. */
export interface MockRepository {
  readonly repository: string;
  readonly comments: MockComment[];
  readonly issues: MockIssue[];
  readonly pulls: MockPull[];
  /** Latest commit of each branch. */
  readonly branches: Map<string, string>;
  /** Logins of the required reviewers of each GitHub environment. */
  readonly environments: Map<string, { readonly reviewers: readonly string[] }>;
  /** Settings by path below the repository, like `/actions/permissions`; the answers of GET requests. */
  readonly settings: Map<string, unknown>;
  readonly failures: MockFailure[];
  /** `METHOD /path?query` of each request, in order. */
  readonly requests: string[];
  /** Whether the token is read-only, as in runs for forks. */
  readOnly: boolean;
  nextId: number;
}

export interface MockGithub extends MockRepository {
  /** Value of GITHUB_API_URL. */
  readonly url: string;
  /** Environment variables for a step. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Mock of the GitHub API on loopback, limited to the requests of the pipelines. Accepts any token. */
export async function startMockGithub(repository = "acme/poller", port = 0): Promise<MockGithub> {
  const state: MockRepository = {
    repository,
    comments: [],
    issues: [],
    pulls: [],
    environments: new Map(),
    branches: new Map(),
    settings: new Map(),
    failures: [],
    requests: [],
    readOnly: false,
    nextId: 1000,
  };
  const server = createServer((request, response) => {
    void serve(request, response, state);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
  return Object.assign(state, {
    url,
    environment: { GITHUB_API_URL: url, GITHUB_REPOSITORY: repository, GITHUB_TOKEN: "mock-token" },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, state: MockRepository): Promise<void> {
  const { method = "GET", url = "/", headers } = request;
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  state.requests.push(`${method} ${url}`);
  const answer = (): MockAnswer =>
    headers.authorization === undefined
      ? { status: 401, json: { message: "Requires authentication" } }
      : answerGithub(method, new URL(url, "http://127.0.0.1"), text === "" ? {} : JSON.parse(text), state);
  const failure = state.failures.find((one) => one.times > 0 && one.request.test(`${method} ${url}`));
  if (failure !== undefined) failure.times -= 1;
  const given = failure === undefined || failure.afterwards === true ? answer() : { status: failure.status, json: {} };
  const reply = failure === undefined ? given : toReply(failure);
  response.writeHead(reply.status, { "content-type": "application/json; charset=utf-8", ...reply.headers });
  response.end(JSON.stringify(reply.json));
}

const toReply = ({ status, message = "scripted failure", headers = {} }: MockFailure): MockAnswer => ({
  status,
  json: { message },
  headers,
});

export interface MockAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
