import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { givenBatchServer } from "../lambdas/given-batch-server";

/** Maximum bundle size, in bytes; a cold start reads and compiles the whole bundle. */
const MAX_BYTES = 360_000;
const root = join(__dirname, "..", "..");
const bundles = join(root, "build", "lambdas");
const names = readdirSync(bundles);
const run = promisify(execFile);

const EVENT = {
  execution: {
    Id: "arn:aws:states:us-east-1:123456789012:execution:poller:run",
    Input: { jobName: "my-job", jobDefinition: "d", jobQueue: "q" },
    StartTime: "2026-01-01T00:00:00.000Z",
    RedriveCount: 0,
  },
  state: { EnteredTime: "2026-01-01T00:00:00.000Z", RetryCount: 0 },
};

/** Runs the bundle in a separate process with only the given environment. */
const callSubmitJob = (environment: Readonly<Record<string, string>>) =>
  run(
    process.execPath,
    [join(root, "tools/bench/call-handler.cjs"), join(bundles, "submit-job/index.js"), JSON.stringify(EVENT)],
    { env: { AWS_REGION: "us-east-1", ...environment } },
  );

it("finds the bundles", () => {
  expect(names).toEqual(expect.arrayContaining(["check-job", "submit-job", "terminate-job"]));
});

it.each(names)("stays below the size limit: %s", (name) => {
  expect(readFileSync(join(bundles, name, "index.js")).length).toBeLessThan(MAX_BYTES);
});

it.each(names)("looks for credentials only in the environment: %s", (name) => {
  const text = readFileSync(join(bundles, name, "index.js"), "utf8");

  expect(text).toContain("AWS_SESSION_TOKEN");
  expect(
    ["AWS_CONTAINER_CREDENTIALS", "AssumeRole", "sso_start_url", "credential_process"].filter((trace) =>
      text.includes(trace),
    ),
  ).toEqual([]);
});

it.each(names)("contains no dynamic imports, for which Node would load fetch: %s", (name) => {
  expect(readFileSync(join(bundles, name, "index.js"), "utf8")).not.toMatch(/\bimport\(/);
});

it("signs with the credentials that Lambda sets in the environment", async () => {
  const server = await givenBatchServer(() => ({ status: 200, body: { jobId: "a", jobName: "my-job" } }));

  const { stdout } = await callSubmitJob({
    AWS_ENDPOINT_URL_BATCH: server.url,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: "token",
  });
  await server.close();

  expect(JSON.parse(stdout)).toMatchObject({ result: { jobId: "a", outcome: "WAITING" } });
  const [request] = server.requests;
  expect(request?.headers.authorization).toContain("Credential=AKIDEXAMPLE/");
  expect(request?.headers["x-amz-security-token"]).toBe("token");
});

it("reports missing credentials without sending a request", async () => {
  const server = await givenBatchServer(() => ({ status: 200, body: {} }));

  await expect(callSubmitJob({ AWS_ENDPOINT_URL_BATCH: server.url })).rejects.toThrow(
    "Unable to find environment variable credentials",
  );
  await server.close();

  expect(server.requests).toEqual([]);
});

it.each(names)("includes the license of each bundled package: %s", (name) => {
  const notices = readFileSync(join(bundles, name, "THIRD-PARTY-NOTICES.txt"), "utf8");

  expect(notices).toMatch(/^@aws-sdk\/client-(?:batch|sfn) \d+\.\d+\.\d+ \(Apache-2\.0\)$/m);
  expect(notices).toMatch(/^zod \d+\.\d+\.\d+ \(MIT\)\n\nMIT License\n\nCopyright /m);
  expect(new Set(notices.match(/(?<=^\S+ \d+\.\d+\.\d+ \().+(?=\)$)/gm))).toEqual(new Set(["Apache-2.0", "MIT"]));
  // A text shared by several packages is included once.
  expect(notices.match(/Apache License\n +Version 2\.0/g)?.length).toBeLessThan(6);
});
