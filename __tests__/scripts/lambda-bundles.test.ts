import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { givenBatchServer } from "../lambdas/given-batch-server";

/** Largest bundle, in bytes: a start of the function reads and compiles all of it. */
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

/** The bundle in a process of its own, with no environment but what is given. */
const callSubmitJob = (environment: Readonly<Record<string, string>>) =>
  run(
    process.execPath,
    [join(root, "scripts/bench/call-handler.cjs"), join(bundles, "submit-job/index.js"), JSON.stringify(EVENT)],
    { env: { AWS_REGION: "us-east-1", ...environment } },
  );

it("finds the bundles", () => {
  expect(names).toEqual(expect.arrayContaining(["check-job", "submit-job", "terminate-job"]));
});

it.each(names)("keeps the bundle of %s small", (name) => {
  expect(readFileSync(join(bundles, name, "index.js")).length).toBeLessThan(MAX_BYTES);
});

it.each(names)("has nothing in %s that looks for credentials outside the environment", (name) => {
  const text = readFileSync(join(bundles, name, "index.js"), "utf8");

  expect(text).toContain("AWS_SESSION_TOKEN");
  expect(
    ["AWS_CONTAINER_CREDENTIALS", "AssumeRole", "sso_start_url", "credential_process"].filter((trace) =>
      text.includes(trace),
    ),
  ).toEqual([]);
});

it.each(names)("leaves no module in %s to be imported later, for which Node would load its fetch", (name) => {
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

it("says that the environment has no credentials, and sends nothing", async () => {
  const server = await givenBatchServer(() => ({ status: 200, body: {} }));

  await expect(callSubmitJob({ AWS_ENDPOINT_URL_BATCH: server.url })).rejects.toThrow(
    "Unable to find environment variable credentials",
  );
  await server.close();

  expect(server.requests).toEqual([]);
});

it.each(names)("has the licence of each package in %s that is bundled", (name) => {
  const notices = readFileSync(join(bundles, name, "THIRD-PARTY-NOTICES.txt"), "utf8");

  expect(notices).toMatch(/^@aws-sdk\/client-batch \d+\.\d+\.\d+ \(Apache-2\.0\)$/m);
  expect(notices).toMatch(/^zod \d+\.\d+\.\d+ \(MIT\)\n\nMIT License\n\nCopyright /m);
  expect(new Set(notices.match(/(?<=^\S+ \d+\.\d+\.\d+ \().+(?=\)$)/gm))).toEqual(new Set(["Apache-2.0", "MIT"]));
  // What all share stands there once.
  expect(notices.match(/Apache License\n +Version 2\.0/g)?.length).toBeLessThan(6);
});
