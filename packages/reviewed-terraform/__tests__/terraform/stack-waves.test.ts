import { App, TerraformStack } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseManifest } from "../../src/terraform/stack-manifest";
import { planWaves } from "../../src/terraform/stack-waves";

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
  it("reads a manifest of cdktf", () => {
    const outdir = mkdtempSync(join(tmpdir(), "waves-test-"));
    const app = new App({ outdir });
    const batch = new TerraformStack(app, "batch-dev");
    new TerraformStack(app, "job-poller-dev").addDependency(batch);
    app.synth();

    expect(waves(readFileSync(join(outdir, "manifest.json"), "utf8"))).toEqual([["batch-dev"], ["job-poller-dev"]]);
    rmSync(outdir, { recursive: true });
  });

  it("puts all stacks without pending dependencies into one wave", () => {
    const text = manifest(stack("d", ["b", "c"]), stack("c", ["a"]), stack("b", ["a"]), stack("a"), stack("e"));

    expect(waves(text)).toEqual([["a", "e"], ["b", "c"], ["d"]]);
  });

  it("treats unselected dependencies as applied", () => {
    const text = manifest(stack("backend"), stack("batch", ["backend"]), stack("poller", ["batch", "backend"]));

    expect(waves(text, ["poller", "batch"])).toEqual([["batch"], ["poller"]]);
    expect(waves(text, ["poller"])).toEqual([["poller"]]);
    expect(waves(text, [])).toEqual([]);
  });

  it.each([
    [["a"], manifest(), "no stack a in cdktf.out (available: none)"],
    [["x"], manifest(stack("b"), stack("a")), "no stack x in cdktf.out (available: a, b)"],
    [undefined, manifest(stack("a", ["gone"])), "a depends on gone, which is not in cdktf.out; synthesize again"],
    [
      undefined,
      manifest(stack("a", ["a"])),
      "stacks have a circular dependency: a -> a; remove one of the addDependency calls",
    ],
    [
      undefined,
      manifest(stack("z", ["a"]), stack("a", ["b"]), stack("b", ["c"]), stack("c", ["b"])),
      "stacks have a circular dependency: b -> c -> b; remove one of the addDependency calls",
    ],
  ])("rejects %j of %s", (selected, text, message) => {
    expect(() => waves(text, selected)).toThrow(message);
  });
});

describe("parseManifest", () => {
  it.each([
    ["is truncated", "{", "manifest.json is not valid JSON, or truncated after 1 characters; synthesize again"],
    ["has no stacks", "{}", "manifest.json: stacks: "],
    ["has a stack with a path for a name", manifest(stack("../evil")), "manifest.json: stacks.../evil.name: must be"],
    [
      "has two names for a stack",
      JSON.stringify({ stacks: { a: stack("b") } }),
      "manifest.json has the name b for the stack a; synthesize again",
    ],
    [
      "has a stack in another folder",
      manifest(stack("a", [], { workingDirectory: "../elsewhere" })),
      "manifest.json: a must be in stacks/a, got ../elsewhere (stacks/a/cdk.tf.json); synthesize again",
    ],
    [
      "has a stack in another file",
      manifest(stack("a", [], { synthesizedStackPath: "stacks/b/cdk.tf.json" })),
      "manifest.json: a must be in stacks/a, got stacks/a (stacks/b/cdk.tf.json)",
    ],
  ])("rejects a manifest that %s", (_, text, message) => {
    expect(() => parseManifest(text)).toThrow(message);
  });
});
