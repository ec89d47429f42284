import { App, TerraformStack } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseManifest } from "../../delivery/stack-manifest";
import { planWaves } from "../../delivery/stack-waves";

const stack = (name: string, dependencies: string[] = [], more: object = {}) => ({
  name,
  dependencies,
  workingDirectory: `stacks/${name}`,
  synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
  ...more,
});

const manifest = (...stacks: { name: string }[]): string =>
  JSON.stringify({ version: "0.21.0", stacks: Object.fromEntries(stacks.map((each) => [each.name, each])) });

const waves = (text: string, selected?: string[]) => planWaves(parseManifest(text), selected);

describe("planWaves", () => {
  it("reads what cdktf writes", () => {
    const outdir = mkdtempSync(join(tmpdir(), "waves-test-"));
    const app = new App({ outdir });
    const batch = new TerraformStack(app, "batch-dev");
    new TerraformStack(app, "job-poller-dev").addDependency(batch);
    app.synth();

    expect(waves(readFileSync(join(outdir, "manifest.json"), "utf8"))).toEqual([["batch-dev"], ["job-poller-dev"]]);
    rmSync(outdir, { recursive: true });
  });

  it("puts into a wave all that wait for nothing else", () => {
    const text = manifest(stack("d", ["b", "c"]), stack("c", ["a"]), stack("b", ["a"]), stack("a"), stack("e"));

    expect(waves(text)).toEqual([["a", "e"], ["b", "c"], ["d"]]);
  });

  it("takes what is not selected for what is there already", () => {
    const text = manifest(stack("backend"), stack("batch", ["backend"]), stack("poller", ["batch", "backend"]));

    expect(waves(text, ["poller", "batch"])).toEqual([["batch"], ["poller"]]);
    expect(waves(text, ["poller"])).toEqual([["poller"]]);
    expect(waves(text, [])).toEqual([]);
  });

  it.each([
    [["a"], manifest(), "there is no stack a in cdktf.out; there are none at all"],
    [["x"], manifest(stack("b"), stack("a")), "there is no stack x in cdktf.out; there are a, b"],
    [undefined, manifest(stack("a", ["gone"])), "a depends on gone, which is not in cdktf.out; synthesize again"],
    [undefined, manifest(stack("a", ["a"])), "stacks wait for each other: a -> a; remove one addDependency of them"],
    [
      undefined,
      manifest(stack("z", ["a"]), stack("a", ["b"]), stack("b", ["c"]), stack("c", ["b"])),
      "stacks wait for each other: b -> c -> b; remove one addDependency of them",
    ],
  ])("refuses %j of %s", (selected, text, message) => {
    expect(() => waves(text, selected)).toThrow(message);
  });
});

describe("parseManifest", () => {
  it.each([
    ["is cut off", "{", "manifest.json is no JSON, or cut off after 1 characters; synthesize again"],
    ["has no stacks", "{}", "manifest.json: stacks: "],
    ["has a stack with a path for a name", manifest(stack("../evil")), "manifest.json: stacks.../evil.name: must be"],
    [
      "calls a stack by two names",
      JSON.stringify({ stacks: { a: stack("b") } }),
      "manifest.json calls the stack a b; synthesize again",
    ],
    [
      "leads elsewhere",
      manifest(stack("a", [], { workingDirectory: "../elsewhere" })),
      "manifest.json says that a lies in ../elsewhere (stacks/a/cdk.tf.json), and it must lie in stacks/a; synthesize again",
    ],
    [
      "leads to another file",
      manifest(stack("a", [], { synthesizedStackPath: "stacks/b/cdk.tf.json" })),
      "manifest.json says that a lies in stacks/a (stacks/b/cdk.tf.json)",
    ],
  ])("refuses a manifest that %s", (_, text, message) => {
    expect(() => parseManifest(text)).toThrow(message);
  });
});
