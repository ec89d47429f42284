import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { documentedApp } from "./documented-app";
import { readStack, resourceOf, resourcesOf, type SynthesizedStack } from "../../testing/given-deployment";

const ROOT = join(__dirname, "..", "..");
const EXAMPLE = join(ROOT, "examples", "own-queue");

const packageSchema = z.object({
  name: z.string(),
  version: z.string().default(""),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});
const readPackage = (folder: string) =>
  packageSchema.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));

let folder: string;
let app: string;
let packed: readonly string[];

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1", ...environment },
  });
  return { status, stdout, stderr };
}

function runOrThrow(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = run(command, args, cwd);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${String(status)}: ${stdout}${stderr}`);
  return stdout;
}

/** Installs without a network: the packed package, and the other packages from this project's node_modules. */
function install(tarball: string): void {
  const installed = join(app, "node_modules", "job-status-poller");
  mkdirSync(installed, { recursive: true });
  runOrThrow("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed], folder);
  const { dependencies, devDependencies } = readPackage(app);
  const others = { ...dependencies, ...devDependencies, ...readPackage(installed).dependencies };
  for (const name of Object.keys(others).filter((each) => each !== "job-status-poller")) {
    const link = join(app, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), link, "junction");
  }
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "job-status-poller-package-"));
  app = join(folder, "app");
  const { name, version } = readPackage(ROOT);
  const tarball = join(ROOT, "build", "release", `${name}-${version}.tgz`);
  packed = runOrThrow("tar", ["-tzf", tarball], ROOT)
    .trim()
    .split("\n")
    .map((path) => path.replace(/^package\//, ""));
  cpSync(EXAMPLE, app, { recursive: true });
  install(tarball);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const typeCheck = (tsconfig: string) =>
  run(process.execPath, [join("node_modules", "typescript", "bin", "tsc"), "-p", tsconfig], app);

function synthesize(): SynthesizedStack {
  const out = join(folder, "out");
  const { status, stderr } = run(process.execPath, ["--import", "tsx", "main.ts"], app, { CDKTF_OUTDIR: out });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return readStack(join(out, "stacks", "reports"));
}

describe("npm package", () => {
  it("contains the compiled constructs with types, the built Lambda functions and the pages, but no sources", () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        "build/package/constructs/index.js",
        "build/package/constructs/index.d.ts",
        "build/lambdas/submit-job/index.js",
        "build/lambdas/check-job/index.js",
        "build/lambdas/terminate-job/index.js",
        "docs/constructs.md",
      ]),
    );
    expect(
      packed.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts") && !path.startsWith("examples/")),
    ).toEqual([]);
  });

  it("has only the required dependencies, and no second copy of cdktf and its providers", () => {
    const installed = join(app, "node_modules", "job-status-poller");
    const { dependencies, peerDependencies } = readPackage(installed);

    const found = packed
      .filter((path) => /^build\/package\/.*\.js$/.test(path))
      .flatMap((path) => [
        ...readFileSync(join(installed, path), "utf8").matchAll(/require\("((?:@[^/"]+\/)?[^./"][^/"]*)/g),
      ]);
    const command = readFileSync(join(installed, "build", "poller", "poller.mjs"), "utf8");
    const required = [...found, ...command.matchAll(/import\("((?:@[^/"]+\/)?[^./"][^/"]*)/g)]
      .map(([, name = ""]) => name)
      .filter((name) => !name.startsWith("node:"));
    expect([...new Set(required)].sort()).toEqual(
      [...Object.keys(dependencies), ...Object.keys(peerDependencies)].sort(),
    );
    expect(Object.keys(peerDependencies).sort()).toEqual(
      Object.keys(readPackage(EXAMPLE).dependencies)
        .filter((name) => name !== "job-status-poller")
        .sort(),
    );
  });
});

describe("examples/own-queue with the package installed", () => {
  it("has the package versions of this project, and its own version", () => {
    const ours = readPackage(ROOT);
    const { dependencies, devDependencies } = readPackage(EXAMPLE);

    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect([name, version]).toEqual([
        name,
        name === ours.name ? `file:${ours.name}-${ours.version}.tgz` : ours.devDependencies[name],
      ]);
  });

  it("passes the type check with its own tsconfig.json, with the code of docs/constructs.md", () => {
    const page = readFileSync(join(app, "node_modules", "job-status-poller", "docs", "constructs.md"), "utf8");
    const { main, additions } = documentedApp(page);
    writeFileSync(join(app, "documented.ts"), [main, ...additions].join("\n"));

    expect(typeCheck("tsconfig.json")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("passes the type check with the tsconfig.json of cdktf init, which uses the old module resolution", () => {
    const template = join(ROOT, "node_modules", "cdktf-cli", "bundle", "templates", "typescript", "tsconfig.json");
    const options = z
      .object({ compilerOptions: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(readFileSync(template, "utf8")));
    writeFileSync(
      join(app, "tsconfig.template.json"),
      JSON.stringify({ ...options, compilerOptions: { ...options.compilerOptions, noEmit: true }, files: ["main.ts"] }),
    );

    expect(typeCheck("tsconfig.template.json")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("does not compile with a property of a wrong type", () => {
    const wrong = readFileSync(join(app, "main.ts"), "utf8").replace("logRetentionDays: 90", 'logRetentionDays: "90"');
    writeFileSync(join(app, "wrong.ts"), wrong);

    const { status, stdout } = typeCheck("tsconfig.json");

    rmSync(join(app, "wrong.ts"));
    expect(status).not.toBe(0);
    expect(stdout).toContain("wrong.ts");
    expect(stdout).toContain("Type 'string' is not assignable to type 'number'");
  });

  it("synthesizes a poller that submits to and sweeps only its own queue, without references to other stacks", () => {
    const stack = synthesize();

    const queueId = Object.keys(stack.resource["aws_batch_job_queue"] ?? {}).join();
    const queueArn = `\${aws_batch_job_queue.${queueId}.arn}`;
    const policies = resourcesOf(stack, "aws_iam_role_policy").map(({ policy }) => String(policy));
    const submitting = policies.filter((policy) => policy.includes("batch:SubmitJob"));
    expect(submitting).toHaveLength(1);
    expect(submitting.join()).toContain(
      JSON.stringify([
        queueArn,
        "arn:aws:batch:eu-west-1:123456789012:job-definition/monthly-report",
        "arn:aws:batch:eu-west-1:123456789012:job-definition/monthly-report:*",
      ]),
    );
    expect(
      resourcesOf(stack, "aws_lambda_function").map(({ function_name: name, environment }) => ({ name, environment })),
    ).toMatchObject([
      { name: "reports-check-job" },
      { name: "reports-submit-job" },
      {
        name: "reports-terminate-job",
        environment: {
          variables: {
            JOB_QUEUES: queueArn,
            STATE_MACHINE_ARN: "arn:aws:states:eu-west-1:123456789012:stateMachine:reports",
          },
        },
      },
    ]);
    expect(stack.output["state_machine_arn"]?.value).toMatch(/^\$\{aws_sfn_state_machine\.[\w-]+\.arn\}$/);
    expect(Object.keys(stack.data)).toEqual(["archive_file"]);
  });

  it("tags all resources of the poller, uses the log retention, and includes the Lambda code", () => {
    const stack = synthesize();

    expect(resourceOf(stack, "aws_sfn_state_machine")).toMatchObject({ tags: { Team: "reporting" } });
    expect(resourceOf(stack, "aws_batch_job_queue")).not.toHaveProperty("tags");
    for (const logGroup of resourcesOf(stack, "aws_cloudwatch_log_group"))
      expect(logGroup).toMatchObject({ retention_in_days: 90, tags: { Team: "reporting" } });
    const archives = Object.values(stack.data["archive_file"] ?? {}).map(({ source_dir: sourceDir }) =>
      readFileSync(join(folder, "out", "stacks", "reports", z.string().parse(sourceDir), "index.js"), "utf8"),
    );
    const built = ["check-job", "submit-job", "terminate-job"].map((name) =>
      readFileSync(join(ROOT, "build", "lambdas", name, "index.js"), "utf8"),
    );
    expect(archives.sort()).toEqual(built.sort());
  });
});
