import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderPrefix, removeLeftovers } from "../../../cli/local/synthesize-app";

let build: string;
beforeEach(() => {
  build = mkdtempSync(join(tmpdir(), "poller-leftovers-"));
});
afterEach(() => {
  rmSync(build, { recursive: true });
});

it("removes the folders of processes that exist no more, and nothing else", async () => {
  const { pid: ended } = spawnSync(process.execPath, ["--version"]);
  const kept = ["lambdas", "local-notes", `${folderPrefix(process.pid)}abc`, `${folderPrefix(1)}abc`].sort();
  for (const name of [...kept, `${folderPrefix(ended)}abc`])
    mkdirSync(join(build, name, "stacks"), { recursive: true });

  await removeLeftovers(build);

  expect(readdirSync(build).sort()).toEqual(kept);
});
