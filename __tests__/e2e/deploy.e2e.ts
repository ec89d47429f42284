import { GetExecutionHistoryCommand, SFNClient } from "@aws-sdk/client-sfn";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { PlanReport } from "reviewed-terraform";
import { makeClone, type Clone } from "./support/clone";
import { ACCOUNT_ID, REGION, startCloud, type Cloud } from "./support/cloud";
import type { CommandEnd } from "./support/command";
import { listAccount } from "./support/inventory";
import { killTerraform } from "./support/kill-terraform";
import { reportPlan } from "./support/plan-report";
import { plan, synthesize } from "./support/plan-stack";
import { createMinistackLambdas } from "local-aws/emulators";
import { step } from "./support/steps";
import { containing } from "../../testing/matchers";
import { waitUntil } from "../../testing/wait-until";

const BUCKET = `job-status-poller-dev-state-${ACCOUNT_ID}-${REGION}`;
const STACKS = ["batch-dev", "job-poller-dev"];
const DEV = ["--environment", "dev"];
const MINUTE_MS = 60_000;

let cloud: Cloud;
let clone: Clone;
let otherClone: Clone;
let bootstrapped: string[];

beforeAll(async () => {
  cloud = await startCloud();
  clone = await makeClone(cloud.environment, "022");
  otherClone = await makeClone(cloud.environment, "077");
}, 5 * MINUTE_MS);

afterAll(async () => {
  await Promise.all([clone.remove(), otherClone.remove()]);
  await cloud.stop();
});

const s3 = (): S3Client =>
  new S3Client({
    region: REGION,
    endpoint: cloud.motoUrl,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
const stepFunctions = (): SFNClient =>
  new SFNClient({
    region: REGION,
    endpoint: cloud.environment["AWS_ENDPOINT_URL_SFN"] ?? "",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });

describe("empty account", () => {
  step("rejects an unknown environment, and reports all missing and invalid settings at once", async () => {
    const unknown = await clone.poller(["smoke", "--environment", "qa"]);
    const missing = await clone.poller(["deploy", ...DEV, "--yes"], { AWS_REGION: undefined, AWS_ACCOUNT_ID: "12" });

    expect(unknown).toMatchObject({ exitCode: 1, output: 'poller: --environment must be dev or prod, got "qa"\n' });
    expect(missing.exitCode).toBe(1);
    expect(missing.output).toMatch(
      /^poller: AWS_REGION is not set: must be .*\npoller: AWS_ACCOUNT_ID is "12": must be .*\n$/,
    );
  });

  step("reports how to create a missing state bucket, and changes nothing", async () => {
    const ends = await Promise.all([
      clone.poller(["deploy", ...DEV, "--yes"]),
      clone.poller(["state", "list", ...DEV]),
      clone.poller(["smoke", ...DEV]),
    ]);

    for (const end of ends)
      expect(end).toMatchObject({
        exitCode: 1,
        output: `poller: the state bucket ${BUCKET} does not exist; create it with: npm run poller -- bootstrap --environment dev\n`,
      });
  });

  step(
    "reports problems with Terraform, its providers, the credentials or the account, and creates nothing",
    async () => {
      const empty = await listAccount(cloud);
      const bin = join(clone.path, "build", "old");
      await mkdir(bin, { recursive: true });
      const old = join(bin, "terraform");
      await writeFile(old, '#!/bin/sh\necho \'{"terraform_version":"1.9.8"}\'\n');
      await chmod(old, 0o755);
      const noMirror = join(bin, "terraform.rc");
      await writeFile(noMirror, `provider_installation {\n  filesystem_mirror {\n    path = "${bin}"\n  }\n}\n`);
      const tryIt = async (more: Record<string, string | undefined>) => {
        const end = await clone.poller(["bootstrap", ...DEV, "--yes"], more);
        // The tests do not depend on GitHub.
        const unchecked = /^GITHUB_REPOSITORY \S+ could not be checked .*\n/;
        return [end.exitCode, end.output.trim().replace(unchecked, "")];
      };

      expect(await tryIt({ TERRAFORM_BINARY_NAME: "no-terraform" })).toEqual([
        1,
        "poller: Terraform (no-terraform) is not installed; get 1.10 or later from https://developer.hashicorp.com/terraform/install, or set TERRAFORM_BINARY_NAME",
      ]);
      expect(await tryIt({ TERRAFORM_BINARY_NAME: old })).toEqual([
        1,
        `poller: Terraform (${old}) is 1.9.8, and 1.10 is the oldest that locks a state in S3; get a later one from https://developer.hashicorp.com/terraform/install`,
      ]);
      expect(await tryIt({ TF_CLI_CONFIG_FILE: noMirror })).toEqual([
        1,
        expect.stringMatching(
          /^poller: Terraform cannot download the provider hashicorp\/aws \(.+\); check the network, or name a mirror in the file that TF_CLI_CONFIG_FILE points to \(provider_installation\)$/,
        ),
      ]);
      expect(await tryIt({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, HOME: bin })).toEqual([
        1,
        expect.stringMatching(/no AWS credentials; set AWS_PROFILE, or run "aws sso login"/),
      ]);
      expect(await tryIt({ AWS_ACCOUNT_ID: "210987654321" })).toEqual([
        1,
        `poller: the AWS credentials belong to account ${ACCOUNT_ID}, which is not AWS_ACCOUNT_ID of state-backend-dev; choose other credentials (AWS_PROFILE) or another AWS_ACCOUNT_ID`,
      ]);
      expect(await listAccount(cloud)).toEqual(empty);
    },
  );
});

describe("bootstrap", () => {
  step(
    "recovers a run that was killed after it created the bucket, but before it saved its state",
    async () => {
      await s3().send(new CreateBucketCommand({ Bucket: BUCKET }));

      const { exitCode, output } = await clone.poller(["bootstrap", ...DEV, "--yes"]);

      expect(output).toMatch(new RegExp(`import +aws_s3_bucket +${BUCKET}\n`));
      expect(output).toContain(`Moving the state of state-backend-dev to s3://${BUCKET}/dev/state-backend.tfstate`);
      expect(output).toContain(`state_bucket = ${BUCKET}`);
      expect(exitCode).toBe(0);
      expect(existsSync(join(clone.path, "build", "terraform", "state-backend-dev", "bootstrap.tfstate"))).toBe(false);
      bootstrapped = await listAccount(cloud);
    },
    4 * MINUTE_MS,
  );

  step("changes nothing the second time, from another clone", async () => {
    const { exitCode, output } = await otherClone.poller(["bootstrap", ...DEV]);

    expect(output).toContain("state-backend-dev: nothing to change\n");
    expect(exitCode).toBe(0);
    expect(await listAccount(cloud)).toEqual(bootstrapped);
  });
});

async function reportPlans(where: Clone, settings: Record<string, string>): Promise<PlanReport[]> {
  await synthesize(where, settings);
  return Promise.all(
    STACKS.map(async (stack) => {
      await plan(where, stack);
      return reportPlan(where, stack);
    }),
  );
}

const revisionsSchema = z.object({ jobDefinitions: z.array(z.object({ revision: z.number() })) });

/** Returns the active revisions of the job definition. */
async function revisions(): Promise<number[]> {
  const body = JSON.stringify({ status: "ACTIVE" });
  const reply = await fetch(`${cloud.batchUrl}/v1/describejobdefinitions`, { method: "POST", body });
  return revisionsSchema
    .parse(await reply.json())
    .jobDefinitions.map(({ revision }) => revision)
    .sort();
}

describe("deploy", () => {
  step("plans every stack with the new backend before the first apply", async () => {
    await synthesize(clone);

    const plans = await Promise.all(STACKS.map((stack) => plan(clone, stack)));

    for (const { exitCode, output } of plans) {
      expect(output).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
      expect(exitCode).toBe(2);
    }
  });

  step(
    "shows one plan of all stacks, and changes nothing",
    async () => {
      const { exitCode, output } = await clone.poller(["plan", ...DEV]);

      expect(output).toContain("batch-dev has these planned changes:\n");
      expect(output).toContain("job-poller-dev has these planned changes:\n");
      expect(output).toMatch(/^Plan for dev: \d+ to create$/m);
      expect(exitCode).toBe(2);
      expect(await listAccount(cloud)).toEqual(bootstrapped);
    },
    5 * MINUTE_MS,
  );

  step(
    "shows the plan, and changes nothing without a terminal or --yes",
    async () => {
      const { exitCode, output } = await clone.poller(["deploy", ...DEV]);

      expect(output).toMatch(/^Plan for dev: \d+ to create$/m);
      expect(output).toMatch(/^poller: nothing was changed: approval requires a terminal; .*$/m);
      expect(exitCode).toBe(1);
      expect(await listAccount(cloud)).toEqual(bootstrapped);
    },
    5 * MINUTE_MS,
  );

  step(
    "deploys all stacks",
    async () => {
      const { exitCode, output } = await clone.poller(["deploy", ...DEV, "--yes"]);

      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    },
    5 * MINUTE_MS,
  );

  step("plans no changes, from this clone and from another path with another umask", async () => {
    await synthesize(otherClone);

    const plans = await Promise.all(
      [clone, otherClone].map(async (where) => [await plan(where, "batch-dev"), await plan(where, "job-poller-dev")]),
    );

    for (const { exitCode, output } of plans.flat()) {
      expect(output).toContain("No changes. Your infrastructure matches the configuration.");
      expect(exitCode).toBe(0);
    }
  });

  step(
    "shows no changes with poller plan",
    async () => {
      const { exitCode, output } = await clone.poller(["plan", ...DEV]);

      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      expect(output).toContain("Plan for dev: no changes\n");
    },
    5 * MINUTE_MS,
  );

  step(
    "reports the same change from both clones with the same digest, and another change with another digest",
    async () => {
      const change = { WAIT_INTEGRATION: "sync", JOB_TIMEOUT_SECONDS: "7200" };
      const handlers = [clone, otherClone].map(({ path }) => join(path, "lambdas", "submit-job", "handler.ts"));
      const code = await readFile(join(clone.path, "lambdas", "submit-job", "handler.ts"), "utf8");
      await Promise.all(handlers.map((handler) => writeFile(handler, `${code}\nconsole.log("changed");\n`)));

      const [here, there] = await Promise.all([clone, otherClone].map((where) => reportPlans(where, change)));
      await Promise.all(handlers.map((handler) => writeFile(handler, code)));
      const others = await reportPlans(clone, { JOB_TIMEOUT_SECONDS: "5400" });

      expect(here?.map(({ changes }) => changes.map(({ type }) => type))).toEqual([
        ["aws_batch_job_definition"],
        ["aws_iam_role_policy", "aws_lambda_function", "aws_sfn_state_machine"],
      ]);
      expect(there).toEqual(here);
      const digests = [...(here ?? []), ...others].map(({ digest }) => digest);
      expect(new Set(digests).size).toBe(4);
    },
  );
});

describe("deployed environment", () => {
  step("shows the resources in the state", async () => {
    const [list, output] = await Promise.all([
      clone.poller(["state", "list", ...DEV]),
      otherClone.poller(["state", "output", ...DEV, "--json"]),
    ]);
    const address = list.stdout.split("\n").find((line) => line.startsWith("aws_sfn_state_machine.")) ?? "";
    const show = await clone.poller(["state", "show", address, ...DEV]);

    expect(list.exitCode).toBe(0);
    expect(show.stdout).toContain(`arn:aws:states:${REGION}:${ACCOUNT_ID}:stateMachine:job-status-poller-dev`);
    expect(JSON.parse(output.stdout)).toMatchObject({
      state_machine_arn: `arn:aws:states:${REGION}:${ACCOUNT_ID}:stateMachine:job-status-poller-dev`,
      job_queue_arn: `arn:aws:batch:${REGION}:${ACCOUNT_ID}:job-queue/job-status-poller-dev`,
      job_definition_arn: `arn:aws:batch:${REGION}:${ACCOUNT_ID}:job-definition/job-status-poller-dev`,
    });
  });

  step("passes the smoke test with the job definition that Terraform registered", async () => {
    const summary = join(clone.path, "build", "summary.md");
    const { exitCode, stdout, output } = await clone.poller(["smoke", ...DEV, "--name", "smoke-1"], {
      GITHUB_STEP_SUMMARY: summary,
    });

    expect(output).toContain("step 3 of 3: working");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED", exitCode: 0 });
    const markdown = await readFile(summary, "utf8");
    expect(markdown).toContain("Smoke test of dev: SUCCEEDED, expected SUCCEEDED");
    expect(markdown).toContain("| Get Job Status |");
    expect(markdown).toContain("```mermaid\nstateDiagram-v2\n");
  });

  step("fails the smoke test of a failing job, unless FAILED is expected", async () => {
    const expected = await clone.poller(["smoke", ...DEV, "--expect", "FAILED", "--json"]);

    expect(expected.exitCode).toBe(0);
    expect(JSON.parse(expected.stdout)).toMatchObject({ status: "FAILED", category: "UserError", exitCode: 3 });
  });

  step("reports memory that Fargate does not support as on AWS", async () => {
    const { exitCode, stdout, output } = await clone.poller(["run", ...DEV, "--memory", "100", "--", "true"]);

    expect(exitCode).toBe(2);
    expect(output).toContain("FAILED with BatchJob.InvalidRequest");
    expect(JSON.parse(stdout)).toMatchObject({
      category: "InvalidRequest",
      statusReason: containing("ClientException: "),
    });
  });

  step("stops its execution if the smoke test is cancelled", async () => {
    const cancel = new AbortController();
    const smoke = clone.poller(["smoke", ...DEV, "--name", "cancelled"], {}, cancel.signal);
    const executionArn = `arn:aws:states:${REGION}:${ACCOUNT_ID}:execution:job-status-poller-dev:cancelled`;
    const lastEvent = async () =>
      (
        await stepFunctions()
          .send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }))
          .catch(() => undefined)
      )?.events?.[0]?.type;
    await waitUntil("it runs", async () => (await lastEvent()) !== undefined, MINUTE_MS);
    cancel.abort();

    expect((await smoke).exitCode).toBe(2);
    expect(await lastEvent()).toBe("ExecutionAborted");
  });
});

describe("stopped execution", () => {
  const NAMES = ["by-event", "by-sweep", "goes-on"] as const;
  const jobIds = new Map<string, string>();
  const executionArn = (name: string): string =>
    `arn:aws:states:${REGION}:${ACCOUNT_ID}:execution:job-status-poller-dev:${name}`;
  /** @returns IDs of the jobs that the function terminated */
  async function callTerminateJob(event: object): Promise<string[]> {
    const functionArn = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:job-status-poller-dev-terminate-job`;
    const lambdas = createMinistackLambdas(cloud.ministackUrl);
    const reply = await lambdas.invoke(functionArn, event, AbortSignal.timeout(MINUTE_MS));
    return z.object({ payload: z.object({ terminated: z.array(z.string()) }) }).parse(reply).payload.terminated;
  }

  async function findJobId(name: string): Promise<string | undefined> {
    const command = new GetExecutionHistoryCommand({ executionArn: executionArn(name) });
    const { events = [] } = await stepFunctions().send(command);
    const output = events.find(({ type }) => type === "TaskStateExited")?.stateExitedEventDetails?.output;
    return output === undefined ? undefined : z.object({ jobId: z.string() }).parse(JSON.parse(output)).jobId;
  }

  async function describeJob(name: string) {
    const body = JSON.stringify({ jobs: [jobIds.get(name)] });
    const reply = await fetch(`${cloud.batchUrl}/v1/describejobs`, { method: "POST", body });
    const job = z.object({ status: z.string(), statusReason: z.string().optional() });
    return z.object({ jobs: z.tuple([job]) }).parse(await reply.json()).jobs[0];
  }

  step(
    "has its job terminated by the deployed function, on its event or in a sweep, and no other job",
    async () => {
      const input = join(clone.path, "build", "endless.json");
      const target = { jobDefinition: "job-status-poller-dev", jobQueue: "job-status-poller-dev" };
      const containerOverrides = { command: ["sleep", "86400"] };
      await writeFile(input, JSON.stringify({ jobName: "endless", ...target, containerOverrides }));
      for (const name of NAMES) {
        await clone.poller(["start", ...DEV, "--input", input, "--name", name]);
        await waitUntil(
          "the job is submitted",
          async () => {
            const jobId = await findJobId(name);
            jobIds.set(name, jobId ?? "");
            return jobId !== undefined;
          },
          MINUTE_MS,
        );
        if (name !== "goes-on") expect(await clone.poller(["stop", name, ...DEV])).toMatchObject({ exitCode: 0 });
      }

      const event = {
        source: "aws.states",
        "detail-type": "Step Functions Execution Status Change",
        // Null, as for an input that is too large for an event.
        detail: { executionArn: executionArn("by-event"), status: "ABORTED", startDate: 0, input: null },
      };
      expect(await callTerminateJob(event)).toContain(jobIds.get("by-event"));
      const sweep = { source: "aws.events", "detail-type": "Scheduled Event", time: new Date().toISOString() };
      expect(await callTerminateJob(sweep)).toContain(jobIds.get("by-sweep"));

      for (const name of ["by-event", "by-sweep"]) {
        await waitUntil(`the job ends: ${name}`, async () => (await describeJob(name)).status === "FAILED", MINUTE_MS);
        expect((await describeJob(name)).statusReason).toContain(`ABORTED of execution ${executionArn(name)}: `);
      }
      expect(["SUCCEEDED", "FAILED"]).not.toContain((await describeJob("goes-on")).status);
      await clone.poller(["stop", "goes-on", ...DEV]);
      expect(await callTerminateJob(sweep)).toContain(jobIds.get("goes-on"));
    },
    5 * MINUTE_MS,
  );
});

describe("changes during running executions", () => {
  const CHANGED = { WAIT_INTEGRATION: "sync", JOB_TIMEOUT_SECONDS: "7200", MAX_VCPUS: "8" };

  /** Kills Terraform after it has registered a revision. If it finishes first, the next change follows. */
  const killOneMidway = async (attempt = 1): Promise<CommandEnd> => {
    const known = (await revisions()).length;
    const deployment = clone.poller(["deploy", ...DEV, "--yes"], CHANGED);
    await waitUntil("a revision is registered", async () => (await revisions()).length > known, 2 * MINUTE_MS, 10);
    const killed = killTerraform(join(clone.path, "cdktf.out", "stacks", "batch-dev"));
    const result = await deployment;
    if (killed === 1 && result.exitCode !== 0) return result;
    expect(attempt).toBeLessThan(5);
    CHANGED.JOB_TIMEOUT_SECONDS = String(7200 + attempt);
    return killOneMidway(attempt + 1);
  };

  const LOCKED_BY_THE_DEAD =
    /^poller: the state of batch-dev is locked by \S+ \(apply\) since \d{4}-.+, lock \S+; wait until it is released, or, if that run was killed: npm run state -- (unlock \S+ --environment dev --stack batch)$/m;
  step(
    "finishes an execution while its integration and job definition are replaced, by a killed Terraform and by the next one",
    async () => {
      const gate = join(clone.path, "build", "gate");
      const input = join(clone.path, "build", "input.json");
      const wait = 'while [ ! -e "$0" ]; do sleep 0.2; done';
      await writeFile(
        input,
        JSON.stringify({
          jobName: "long",
          jobDefinition: "job-status-poller-dev",
          jobQueue: "job-status-poller-dev",
          wait_time: 60,
          containerOverrides: { command: ["sh", "-c", wait, gate] },
          timeout: { attemptDurationSeconds: 86_400 },
        }),
      );
      const started = await clone.poller(["start", ...DEV, "--input", input, "--name", "long"]);
      expect(started).toMatchObject({ exitCode: 0 });

      const again = [await killOneMidway(), await clone.poller(["deploy", ...DEV, "--yes"], CHANGED)];
      for (const { exitCode, output } of again) {
        expect(exitCode).toBe(1);
        expect(output).toMatch(LOCKED_BY_THE_DEAD);
      }
      const [, unlock = ""] = LOCKED_BY_THE_DEAD.exec(again[1]?.output ?? "") ?? [];
      expect(await clone.poller(["state", ...unlock.split(" ")])).toMatchObject({
        exitCode: 0,
        output: "The state of batch-dev is unlocked.\n",
      });
      expect(await clone.poller(["deploy", ...DEV, "--yes"], CHANGED)).toMatchObject({ exitCode: 0 });
      await writeFile(gate, "");
      const watched = await clone.poller(["watch", "long", ...DEV, "--json"], CHANGED);

      expect(JSON.parse(watched.stdout)).toMatchObject({ status: "SUCCEEDED", exitCode: 0 });
      expect(JSON.parse(watched.stdout)).not.toMatchObject({ polls: 0 });
      // The revision of the running execution remains; that of the killed Terraform was recovered or registered
      // again.
      expect((await revisions()).slice(0, 2)).toEqual([1, 2]);
      for (const stack of STACKS) expect(await plan(clone, stack)).toMatchObject({ exitCode: 0 });
    },
    5 * MINUTE_MS,
  );

  step("waits with the new integration afterwards", async () => {
    const { exitCode, stdout } = await clone.poller(["smoke", ...DEV, "--json"], CHANGED);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED", polls: 0 });
  });
});

describe("locked state", () => {
  const lock = { Bucket: BUCKET, Key: "dev/job-poller.tfstate.tflock" };

  step("reports the owner and time of the lock, and how to unlock", async () => {
    const body = {
      ID: "5ad8f8b4-9b1e-8e7a-3a3b-2c1d5e6f7a8b",
      Operation: "OperationTypeApply",
      Info: "",
      Who: "ann@laptop",
      Version: "1.11.4",
      Created: "2026-11-22T08:00:00Z",
      Path: `${BUCKET}/dev/job-poller.tfstate`,
    };
    await s3().send(new PutObjectCommand({ ...lock, Body: JSON.stringify(body) }));

    const { exitCode, output } = await clone.poller(["deploy", ...DEV, "--yes"]);

    expect(exitCode).toBe(1);
    // Reported before the other stack is changed.
    expect(output).toBe(
      `poller: the state of job-poller-dev is locked by ann@laptop (apply) since ${body.Created}, lock ${body.ID}; wait until it is released, or, if that run was killed: npm run state -- unlock ${body.ID} --environment dev --stack job-poller\n`,
    );
    expect(await s3().send(new GetObjectCommand(lock))).toBeDefined();
    await s3().send(new DeleteObjectCommand(lock));
  });
});

describe("destroy", () => {
  step(
    "destroys everything except the resources of bootstrap, and the queue before the compute environment",
    async () => {
      const { exitCode, output } = await clone.poller(["destroy", ...DEV, "--yes"]);

      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      expect(output.search(/aws_batch_job_queue\..*: Destruction complete/)).toBeGreaterThan(-1);
      expect(output.search(/aws_batch_job_queue\..*: Destruction complete/)).toBeLessThan(
        output.search(/aws_batch_compute_environment\..*: Destroying/),
      );
      expect(await listAccount(cloud)).toEqual(bootstrapped);
    },
    5 * MINUTE_MS,
  );
});
