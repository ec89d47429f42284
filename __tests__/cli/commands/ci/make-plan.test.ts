import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initialize } from "../../../../cli/commands/ci/make-plan";

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

  it("uses exactly the providers in the committed lock file", async () => {
    writeFileSync(join(path, "batch.lock.hcl"), "# locked");

    expect(await init(path)).toBe("committed");
    expect(asked).toEqual([["-lockfile=readonly"]]);
    expect(readFileSync(join(path, ".terraform.lock.hcl"), "utf8")).toBe("# locked");
  });

  it("uses the registry's providers without a lock file", async () => {
    expect(await init(join(path, "nowhere"))).toBe("absent");
    expect(asked).toEqual([[]]);
  });

  it("fails when the lock file cannot be read", async () => {
    writeFileSync(join(path, "file"), "");

    await expect(init(join(path, "file"))).rejects.toThrow("ENOTDIR");
    expect(asked).toEqual([]);
  });
});
