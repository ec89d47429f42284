import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { runCommand, runOrThrow } from "../e2e/support/command";

const ROOT = join(__dirname, "..", "..");
const RELEASE = join(ROOT, "build", "release");
const { HOME, PATH } = process.env;
const AUTHOR = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.com" };
const environment = { HOME, PATH, ...AUTHOR, GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.com" };
const versionSchema = z.object({ version: z.string() });
const { version } = versionSchema.parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "release-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("npm run release", () => {
  const MANIFESTS = ["package.json", "packages/local-aws/package.json", "packages/reviewed-terraform/package.json"];
  const EXAMPLES = ["examples/own-queue/package.json", "examples/test-state-machine/package.json"];

  const run = (command: string, ...args: readonly string[]): Promise<string> =>
    runOrThrow(command, args, { cwd: folder, environment });
  const commit = (message: string): Promise<string> => run("git", "commit", "--quiet", "--allow-empty", "-m", message);
  const release = (...args: readonly string[]): Promise<string> =>
    run(process.execPath, join(ROOT, "tools", "cut-release.mjs"), ...args);
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  const versionOf = (path: string): string => versionSchema.parse(JSON.parse(read(path))).version;

  /** Creates a repository with the files that have a version, at a released version. */
  async function createRepository(): Promise<void> {
    for (const path of [...MANIFESTS, ...EXAMPLES, "package-lock.json", "CHANGELOG.md"]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      cpSync(join(ROOT, path), join(folder, path));
    }
    await run("git", "init", "--quiet");
    await run("git", "add", ".");
    await commit("chore: start");
    await run("git", "tag", `v${version}`);
  }

  it("sets the next version in every file that has one, in one commit without a tag", async () => {
    await createRepository();
    await commit("fix: the job ends\n\nBREAKING CHANGE: another result");

    await release();

    const next = versionOf("package.json");
    expect(next).toBe("0.2.0");
    expect(MANIFESTS.map(versionOf)).toEqual(MANIFESTS.map(() => next));
    expect(EXAMPLES.map((path) => /-(\d+\.\d+\.\d+)\.tgz/.exec(read(path))?.[1])).toEqual([next, next]);
    const { packages } = z
      .object({ packages: z.record(z.string(), z.looseObject({})) })
      .parse(JSON.parse(read("package-lock.json")));
    for (const path of ["", "packages/local-aws", "packages/reviewed-terraform"])
      expect(packages[path]).toMatchObject({ version: next });
    expect((await run("git", "log", "-1", "--format=%s")).trim()).toBe("chore(release): 0.2.0");
    expect(await run("git", "status", "--porcelain")).toBe("");
    expect((await run("git", "tag")).trim()).toBe(`v${version}`);
  });

  it("writes the changes that users notice before those of earlier versions", async () => {
    await createRepository();
    for (const message of [
      "feat: a new command",
      "fix: a wrong time",
      "perf: fewer calls",
      "test: more",
      "docs: a page",
    ])
      await commit(message);

    await release();

    const [, section = ""] = read("CHANGELOG.md").split(/^##? \[?\d.*$/m);
    expect(section).toMatch(
      /### Added\n[^]*a new command[^]*### Fixed\n[^]*a wrong time[^]*### Faster\n[^]*fewer calls/,
    );
    expect(section).not.toMatch(/more|a page/);
    expect(read("CHANGELOG.md")).toContain("## 0.1.0");
    expect(read("CHANGELOG.md").match(/^# Changelog$/gm)).toHaveLength(1);
  });

  it("changes nothing with --dry-run", async () => {
    await createRepository();
    await commit("feat: a new command");

    const printed = await release("--dry-run");

    expect(printed).toContain("a new command");
    expect(versionOf("package.json")).toBe(version);
    expect(await run("git", "status", "--porcelain")).toBe("");
  });
});

describe("files of a release", () => {
  it("include the packages, a zip of each function, the bill of materials and the notes, with their SHA-256", () => {
    const functions = readdirSync(join(ROOT, "build", "lambdas"));
    const packages = ["job-status-poller", "local-aws", "reviewed-terraform"];

    const files = [
      ...functions.map((name) => `${name}-${version}.zip`),
      ...packages.map((name) => `${name}-${version}.tgz`),
    ];
    expect(readdirSync(RELEASE).sort()).toEqual([...files, "NOTES.md", "SHA256SUMS", "sbom.cdx.json"].sort());
    const sums = readFileSync(join(RELEASE, "SHA256SUMS"), "utf8").trim().split("\n");
    expect(sums).toEqual(
      [...files, "sbom.cdx.json"].sort().map(
        (file) =>
          `${createHash("sha256")
            .update(readFileSync(join(RELEASE, file)))
            .digest("hex")}  ${file}`,
      ),
    );
    expect(readFileSync(join(RELEASE, "NOTES.md"), "utf8").length).toBeGreaterThan(10);
  });

  it("contain the bundle of the function in the zip, with its notices", async () => {
    const zip = join(RELEASE, `submit-job-${version}.zip`);
    const extract = `import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])`;

    await runOrThrow("python3", ["-c", extract, zip, folder], { cwd: folder, environment });

    expect(readdirSync(folder).sort()).toEqual(["THIRD-PARTY-NOTICES.txt", "index.js", "index.js.map"]);
    expect(readFileSync(join(folder, "index.js"))).toEqual(
      readFileSync(join(ROOT, "build/lambdas/submit-job/index.js")),
    );
  });

  it("contain a bill of materials with the packages of the lock file", () => {
    const component = z.object({ name: z.string(), group: z.string().optional(), version: z.string().optional() });
    const { bomFormat, components } = z
      .object({ bomFormat: z.string(), components: z.array(component) })
      .parse(JSON.parse(readFileSync(join(RELEASE, "sbom.cdx.json"), "utf8")));

    expect(bomFormat).toBe("CycloneDX");
    expect(components.length).toBeGreaterThan(500);
    expect(components).toContainEqual(expect.objectContaining({ name: "zod", version: "4.6.7" }));
  });

  it("require the tag of the version", async () => {
    const script = join(ROOT, "tools", "build-release.mjs");

    const { exitCode, stderr } = await runCommand(process.execPath, [script, folder, "v9.9.9"], {
      cwd: ROOT,
      environment,
    });

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`the tag must be v${version}, the version in package.json, got v9.9.9`);
  });
});
