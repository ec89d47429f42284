import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runCommand, runOrThrow } from "../e2e/support/command";
import { readPlanText } from "../../packages/reviewed-terraform/__tests__/report/given-plan";
import { startRegistry, type Registry } from "./support/registry";

const ROOT = join(__dirname, "..", "..");
const NAMES = ["job-status-poller", "local-aws", "reviewed-terraform"];
const MINUTES = 60_000;

const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  exports: z.record(z.string(), z.union([z.string(), z.object({ types: z.string(), default: z.string() })])),
});
const readManifest = (path: string) =>
  manifestSchema.parse(JSON.parse(readFileSync(join(path, "package.json"), "utf8")));

let folder: string;
let registry: Registry;
let environment: Readonly<Record<string, string | undefined>>;
let published: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "publication-"));
  registry = await startRegistry(NAMES);
  const { HOME, PATH } = process.env;
  environment = { HOME, PATH, ...registry.environment, CHECKPOINT_DISABLE: "1" };
  for (const name of NAMES) await publish(name);
  const versions = NAMES.map(async (name) => [name, (await npm(folder, "view", name, "version")).trim()] as const);
  published = new Map(await Promise.all(versions));
}, 20 * MINUTES);

afterAll(() => {
  registry.close();
  rmSync(folder, { recursive: true });
});

const npm = (cwd: string, ...args: readonly string[]): Promise<string> => runOrThrow("npm", args, { cwd, environment });

/** Publishes the tarball of a package as the release workflow does. */
async function publish(name: string): Promise<void> {
  await npm(folder, "publish", join(ROOT, "build", "release", `${name}-${readManifest(ROOT).version}.tgz`));
}

/** Creates a folder with a package.json, outside of this repository. */
function createApp(name: string): string {
  const app = join(folder, name);
  mkdirSync(app);
  writeFileSync(join(app, "package.json"), JSON.stringify({ name, private: true }));
  return app;
}

/** Returns the first block of code in TypeScript of a README. */
const firstUseOf = (path: string): string => /```ts\n([^]*?)```/.exec(readFileSync(path, "utf8"))?.[1] ?? "";

/** Type-checks a file with the compiler and the types of Node of this project. */
async function typeCheck(app: string, file: string): Promise<string> {
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const options = ["--noEmit", "--strict", "--module", "node16", "--target", "es2023", "--types", "node"];
  const types = ["--typeRoots", join(ROOT, "node_modules", "@types")];
  return (await runCommand(process.execPath, [compiler, ...options, ...types, file], { cwd: app, environment })).output;
}

const listFiles = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));

it("has one version for all packages, those in the clone included", () => {
  const clone = NAMES.map((name) => (name === "job-status-poller" ? ROOT : join(ROOT, "packages", name)));

  expect([...published.values(), ...clone.map((path) => readManifest(path).version)]).toEqual(
    Array.from({ length: 2 * NAMES.length }, () => readManifest(ROOT).version),
  );
});

describe.each(NAMES)("package %s", (name) => {
  let path: string;
  beforeAll(async () => {
    const app = createApp(`contents-of-${name}`);
    await npm(app, "install", "--ignore-scripts", name);
    path = join(app, "node_modules", name);
  }, 10 * MINUTES);

  it("has a licence, a README and every file that exports name", () => {
    const { license, exports } = readManifest(path);

    expect(license).toBe("MIT");
    const named = Object.values(exports).flatMap((file) => (typeof file === "string" ? [file] : Object.values(file)));
    expect(["LICENSE", "README.md", ...named].filter((file) => !existsSync(join(path, file)))).toEqual([]);
  });

  it("contains no tests and no sources", () => {
    const files = listFiles(path).filter((file) => !file.startsWith("examples/"));

    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => /\.test\.|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });

  it("contains no path of the machine that built it", () => {
    expect(listFiles(path).filter((file) => readFileSync(join(path, file), "utf8").includes(ROOT))).toEqual([]);
  });
});

describe("command poller, without a clone", () => {
  const npx = (...args: readonly string[]) =>
    runCommand("npx", ["--yes", "job-status-poller", ...args], { cwd: folder, environment });

  it("runs the demo from an empty folder", async () => {
    const { exitCode, stdout, stderr } = await npx("demo");

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED", exitCode: 0 });
    expect(stderr).toContain("npx job-status-poller demo --fail");
    expect(stderr).not.toContain("npm run");
  });

  it.each(["sync", "events"])("runs the demo with the integration %s, and writes a report", async (integration) => {
    const report = join(folder, `${integration}.html`);

    const { exitCode, stdout } = await npx("demo", "--fail", "--integration", integration, "--report", report);

    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ status: "FAILED" });
    expect(readFileSync(report, "utf8")).toContain("<style>");
  });

  it("rejects a deployment, which requires a clone", async () => {
    const { exitCode, stderr } = await npx("deploy", "--environment", "dev");

    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("run it in a clone of the repository");
  });
});

describe("constructs of job-status-poller", () => {
  it(
    "type-check and synthesize in a copy of examples/own-queue, as its README says",
    async () => {
      const app = join(folder, "own-queue");
      cpSync(join(ROOT, "examples", "own-queue"), app, { recursive: true });
      const file = join(app, "package.json");
      const wanted = readFileSync(file, "utf8").replace(/file:job-status-poller-(.*)\.tgz/, "$1");
      writeFileSync(file, wanted);

      await npm(app, "install");
      await npm(app, "run", "types");
      await npm(app, "run", "synth");

      expect(wanted).not.toContain("file:");
      expect(existsSync(join(app, "cdktf.out", "stacks", "reports", "cdk.tf.json"))).toBe(true);
    },
    20 * MINUTES,
  );
});

describe("local-aws", () => {
  it("runs the first use of its README, and has its types", async () => {
    const app = createApp("use-of-local-aws");
    writeFileSync(join(app, "first-use.mts"), firstUseOf(join(ROOT, "packages", "local-aws", "README.md")));
    await npm(app, "install", "local-aws");

    expect(await runOrThrow(process.execPath, ["first-use.mts"], { cwd: app, environment })).toBe(
      "RUNNING\nSUCCEEDED\n",
    );
    expect(await typeCheck(app, "first-use.mts")).toBe("");
  });

  it("runs the tests of a copy of examples/test-state-machine, as its README says", async () => {
    const app = join(folder, "test-state-machine");
    cpSync(join(ROOT, "examples", "test-state-machine"), app, { recursive: true });
    const file = join(app, "package.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(/file:local-aws-(.*)\.tgz/, "$1"));

    await npm(app, "install");

    expect(await npm(app, "test")).toMatch(/pass 3\b/);
    const printed = await runOrThrow("npx", ["local-aws", "--functions", "functions.json", "--", "env"], {
      cwd: app,
      environment,
    });
    expect(printed).toMatch(/^AWS_ENDPOINT_URL_BATCH=http:\/\/127\.0\.0\.1:/m);
  });
});

describe("reviewed-terraform", () => {
  it("runs the first use of its README, and has its types", async () => {
    const app = createApp("use-of-reviewed-terraform");
    writeFileSync(join(app, "first-use.mts"), firstUseOf(join(ROOT, "packages", "reviewed-terraform", "README.md")));
    writeFileSync(join(app, "cdk.tf.json"), "{}");
    for (const plan of ["plan.json", "reviewed-plan.json"]) writeFileSync(join(app, plan), readPlanText("create"));
    await npm(app, "install", "reviewed-terraform");

    const printed = await runOrThrow(process.execPath, ["first-use.mts"], { cwd: app, environment });

    expect(printed).toContain("batch-dev");
    expect(printed).toContain("apply stack.tfplan");
    expect(await typeCheck(app, "first-use.mts")).toBe("");
  });
});
