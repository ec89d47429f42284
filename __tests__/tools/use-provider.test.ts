import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

const root = join(__dirname, "..", "..");

const PACKAGE = {
  scripts: { synth: "cdktf synth" },
  allowScripts: { esbuild: true, "@cdktf/node-pty-prebuilt-multiarch": false },
  devDependencies: { "@cdktf/provider-aws": "20.1.0", cdktf: "0.21.0", "cdktf-cli": "0.21.0", zod: "4.6.7" },
  peerDependencies: { "@cdktf/provider-aws": "^20.1.0", cdktf: "^0.21.0" },
  peerDependenciesMeta: { cdktf: { optional: true } },
};
const MAIN = `// Tokens of cdktf.
import "cdktf/lib/testing/adapters/jest";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App } from "cdktf";
const files = [/"@cdktf\\/provider-aws"/, ["@cdktf/*"], "cdktf.json", "cdktf.out", process.env["CDKTF_OUTDIR"], "@cdktf/warn"];
const cli = "node_modules/cdktf-cli/bundle/bin/cdktf.js";
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-use-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Creates a small clone with the script, and a stand-in for npm. */
function givenClone() {
  const clone = join(folder, "clone");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "npm"), '#!/bin/sh\necho "npm $*"\n');
  chmodSync(join(bin, "npm"), 0o755);
  for (const file of ["use-provider.mjs", "providers"])
    cpSync(join(root, "tools", file), join(clone, "tools", file), { recursive: true });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  };
  write("package.json", `${JSON.stringify(PACKAGE, null, 2)}\n`);
  write("main.ts", MAIN);
  write("docs/page.md", MAIN);
  write("cdktf.json", '{ "language": "typescript" }\n');
  write("__tests__/providers/columns.providers.ts", MAIN);
  const git = (...args: readonly string[]): string => {
    const identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
    const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], { cwd: clone, encoding: "utf8" });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    return stdout;
  };
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--no-verify", "--message", "first");
  return {
    write,
    git,
    read: (path: string) => readFileSync(join(clone, path), "utf8"),
    use: (choice: string) =>
      spawnSync("node", ["tools/use-provider.mjs", choice], {
        cwd: clone,
        env: { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` },
        encoding: "utf8",
      }),
  };
}

describe("npm run providers:use -- cdktn", () => {
  it("changes imports and package.json, lists the changed files, and says how to go back", () => {
    const clone = givenClone();

    const { status, stdout, stderr } = clone.use("cdktn");

    expect(status).toBe(0);
    expect(stdout).toBe("npm install --no-audit --no-fund\n");
    expect(stderr).toContain("changed 2 files to CDK Terrain:\n  main.ts\n  package.json\n");
    expect(stderr).toContain('to go back: run "git checkout ." (or revert the commit), then "npm ci"\n');
    expect(clone.git("diff", "--name-only")).toBe("main.ts\npackage.json\n");
    expect(clone.read("main.ts")).toBe(`// Tokens of cdktf.
import "cdktn/lib/testing/adapters/jest";
import { Vpc } from "@cdktn/provider-aws/lib/vpc";
import { App } from "cdktn";
const files = [/"@cdktn\\/provider-aws"/, ["@cdktn/*"], "cdktf.json", "cdktf.out", process.env["CDKTF_OUTDIR"], "@cdktf/warn"];
const cli = "node_modules/cdktn-cli/bundle/bin/cdktn.js";
`);
  });

  it("uses the versions that npm run test:providers compares", () => {
    const clone = givenClone();

    clone.use("cdktn");

    const compared: unknown = JSON.parse(clone.read("tools/providers/package.json"));
    expect(compared).toMatchObject({ dependencies: { cdktn: "0.24.0", "@cdktn/provider-aws": "25.7.0" } });
    expect(JSON.parse(clone.read("package.json"))).toEqual({
      scripts: { synth: "cdktn synth" },
      allowScripts: { esbuild: true },
      devDependencies: { "@cdktn/provider-aws": "25.7.0", cdktn: "0.24.0", "cdktn-cli": "0.24.0", zod: "4.6.7" },
      peerDependencies: { "@cdktn/provider-aws": "^25.7.0", cdktn: "^0.24.0" },
      peerDependenciesMeta: { cdktn: { optional: true } },
    });
  });

  it("changes nothing the second time, and installs again in case the first installation failed", () => {
    const clone = givenClone();
    clone.use("cdktn");
    const first = clone.git("diff");

    const { status, stdout, stderr } = clone.use("cdktn");

    expect({ status, stdout }).toEqual({ status: 0, stdout: "npm install --no-audit --no-fund\n" });
    expect(stderr).toBe("use-provider: this clone already uses CDK Terrain; no files were changed\n");
    expect(clone.git("diff")).toBe(first);
  });

  it("changes nothing in a clone with changes that are not committed", () => {
    const clone = givenClone();
    clone.write("docs/page.md", "changed\n");

    const { status, stdout, stderr } = clone.use("cdktn");

    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(
      "use-provider: the clone has changes that are not committed, like docs/page.md; commit or stash them\n",
    );
    expect(clone.git("diff", "--name-only")).toBe("docs/page.md\n");
  });
});

describe("npm run providers:use", () => {
  it("changes the bindings of the AWS provider", () => {
    const clone = givenClone();

    const { status } = clone.use("6");

    expect(status).toBe(0);
    expect(JSON.parse(clone.read("package.json"))).toMatchObject({
      devDependencies: { "@cdktf/provider-aws": "21.22.1" },
      peerDependencies: { "@cdktf/provider-aws": "^21.22.1" },
    });
  });

  it("rejects the bindings of CDKTF in a clone with CDK Terrain", () => {
    const clone = givenClone();
    clone.use("cdktn");
    const first = clone.git("diff");

    const { status, stderr } = clone.use("5");

    expect(status).toBe(2);
    expect(stderr).toMatch(/^use-provider: this clone uses CDK Terrain; to go back first: run "git checkout \."/);
    expect(clone.git("diff")).toBe(first);
  });

  it("rejects another provider", () => {
    const { status, stderr } = givenClone().use("7");

    expect(status).toBe(2);
    expect(stderr).toBe("use-provider: the provider must be 5, 6 or cdktn, got 7\n");
  });
});
