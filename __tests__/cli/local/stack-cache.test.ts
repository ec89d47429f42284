import { build } from "esbuild";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../../cli/local/project-root";
import { listSourceFiles } from "../../../cli/local/source-files";
import { addToCache, copyCached, hashInputs } from "../../../cli/local/stack-cache";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-cache-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function givenFile(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe("hashInputs", () => {
  it("depends on the settings, and on names and contents of files", async () => {
    for (const name of ["config", "workflow", "constructs", "stacks", "lambdas", "sample-job"])
      givenFile(join(name, "a.ts"), "one");
    givenFile("main.ts", "one");
    const hash = (settings = {}): Promise<string> => hashInputs(settings, folder);
    const first = await hash();
    const changed = [];

    changed.push(await hash({ WAIT_INTEGRATION: "sync" }));
    for (const [path, text] of [
      ["stacks/a.ts", "two"],
      ["lambdas/new/b.ts", ""],
      ["main.ts", "two"],
      ["tools/build-lambdas.mjs", ""],
      ["node_modules/.package-lock.json", "{}"],
    ] as const) {
      givenFile(path, text);
      changed.push(await hash());
    }

    expect(new Set([first, ...changed]).size).toBe(1 + changed.length);
    await expect(hash()).resolves.toBe(changed.at(-1));
  });

  it("covers all modules of the stacks and of the functions", async () => {
    const handlers = listSourceFiles().filter((file) => /^lambdas\/[^/]+\/handler\.ts$/.test(file));
    const { metafile } = await build({
      absWorkingDir: PROJECT_ROOT,
      entryPoints: ["main.ts", ...handlers],
      outdir: folder,
      bundle: true,
      platform: "node",
      packages: "external",
      write: false,
      metafile: true,
    });

    const modules = Object.keys(metafile.inputs);

    expect(handlers.length).toBeGreaterThan(2);
    expect(modules.length).toBeGreaterThan(100);
    expect(modules.filter((file) => !listSourceFiles().includes(file))).toEqual([]);
  });
});

describe("cache", () => {
  const copy = (hash: string, to: string): Promise<boolean> => copyCached(folder, hash, join(folder, to));

  it("returns stacks that were added, and nothing for another hash", async () => {
    const stacks = dirname(givenFile("run/stacks/cdk.tf.json", "{}"));
    await addToCache(folder, "aa", dirname(stacks));

    await expect(copy("aa", "next")).resolves.toBe(true);
    await expect(copy("bb", "other")).resolves.toBe(false);

    expect(readFileSync(join(folder, "next", "stacks", "cdk.tf.json"), "utf8")).toBe("{}");
    expect(existsSync(join(folder, "other"))).toBe(false);
  });

  it("keeps the first of two results that are added at the same time", async () => {
    givenFile("one/stacks/a", "one");
    givenFile("two/stacks/a", "two");

    await addToCache(folder, "aa", join(folder, "one"));
    await addToCache(folder, "aa", join(folder, "two"));

    await copy("aa", "next");
    expect(readFileSync(join(folder, "next", "stacks", "a"), "utf8")).toBe("one");
    expect(readdirSync(folder).sort()).toEqual(["next", "one", "stacks-by-content", "two"]);
  });

  it("deletes the stacks that were not used for the longest time", async () => {
    givenFile("run/stacks/a", "");
    for (let hash = 1; hash <= 8; hash += 1) {
      await addToCache(folder, String(hash), join(folder, "run"));
      utimesSync(join(folder, "stacks-by-content", String(hash)), hash, hash);
    }
    await copy("1", "next");

    await addToCache(folder, "9", join(folder, "run"));

    expect(readdirSync(join(folder, "stacks-by-content")).sort()).toEqual(["1", "3", "4", "5", "6", "7", "8", "9"]);
  });
});
