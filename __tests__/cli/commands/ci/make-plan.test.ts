import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initialize } from "../../../../cli/commands/ci/make-plan";
import { copyProviderLocks } from "../../../../cli/state/synthesized-stack";
import { givenLock } from "reviewed-terraform/testing";

describe("the providers of a stack", () => {
  let path: string;
  let asked: (readonly string[])[];
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "poller-test-"));
    asked = [];
  });
  afterEach(() => {
    rmSync(path, { recursive: true });
  });
  const init = (providersPath: string) => {
    const state = { bucket: "b", key: "k", region: "r" };
    const json = { terraform: { backend: { s3: state } } };
    const terraform = {
      init: (options: readonly string[] = []) => {
        asked.push(options);
        return Promise.resolve();
      },
    };
    const stack = { name: "batch-dev", part: "batch", environment: "dev", state, json };
    return initialize(terraform, { stack, path }, providersPath);
  };

  it("uses exactly the providers in the lock file of the stack, and returns its hash", async () => {
    writeFileSync(join(path, "providers.lock.hcl"), givenLock("5.100.0"));

    expect(await init(join(path, "nowhere"))).toEqual({
      sha256: createHash("sha256").update(givenLock("5.100.0")).digest("hex"),
      providers: [{ source: "registry.terraform.io/hashicorp/aws", version: "5.100.0" }],
    });
    expect(asked).toEqual([["-lockfile=readonly"]]);
    expect(readFileSync(join(path, ".terraform.lock.hcl"), "utf8")).toBe(givenLock("5.100.0"));
  });

  it("returns the version of main of a provider that a pull request raises", async () => {
    writeFileSync(join(path, "providers.lock.hcl"), givenLock("6.1.0"));
    writeFileSync(join(path, "batch.lock.hcl"), givenLock("5.100.0"));

    expect(await init(path)).toMatchObject({
      providers: [{ source: "registry.terraform.io/hashicorp/aws", version: "6.1.0", previous: "5.100.0" }],
    });
  });

  it("uses the registry's providers without a lock file", async () => {
    expect(await init(path)).toBe("absent");
    expect(asked).toEqual([[]]);
  });

  it("rejects a lock file that Terraform did not write", async () => {
    writeFileSync(join(path, "providers.lock.hcl"), 'provider "x" {}');

    await expect(init(path)).rejects.toThrow("providers.lock.hcl of batch-dev is not a provider lock file");
    expect(asked).toEqual([]);
  });

  it("fails when the lock file cannot be read", async () => {
    mkdirSync(join(path, "providers.lock.hcl"));

    await expect(init(path)).rejects.toThrow("EISDIR");
    expect(asked).toEqual([]);
  });
});

describe("copyProviderLocks", () => {
  it("copies the lock file of each stack, and deletes one of an earlier synthesis", async () => {
    const path = mkdtempSync(join(tmpdir(), "poller-test-"));
    const stack = (name: string): string => join(path, "out", "stacks", name);
    for (const name of ["batch-dev", "job-poller-dev"]) {
      mkdirSync(stack(name), { recursive: true });
      writeFileSync(join(stack(name), "providers.lock.hcl"), "old");
    }
    writeFileSync(join(path, "batch.lock.hcl"), "new");

    await copyProviderLocks(join(path, "out"), path);

    expect(readFileSync(join(stack("batch-dev"), "providers.lock.hcl"), "utf8")).toBe("new");
    expect(existsSync(join(stack("job-poller-dev"), "providers.lock.hcl"))).toBe(false);
    await expect(copyProviderLocks(join(path, "out"), join(path, "batch.lock.hcl"))).rejects.toThrow("ENOTDIR");
    rmSync(path, { recursive: true });
  });
});
