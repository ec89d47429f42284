import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listFiles } from "../../../../cli/commands/ci/list-files";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "list-files-test-"));
  mkdirSync(join(folder, "stack", "assets"), { recursive: true });
  writeFileSync(join(folder, "stack", "assets", "index.js"), "");
  symlinkSync("..", join(folder, "stack", "up"));
  symlinkSync("stack", join(folder, "link"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("listFiles", () => {
  it("lists files, folders and links, and follows no link", async () => {
    const files = await listFiles(join(folder, "stack"));

    expect(files.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: "assets", kind: "directory" },
      { path: "assets/index.js", kind: "file" },
      { path: "up", kind: "symlink" },
    ]);
  });

  it.each([
    ["link", "symlink"],
    ["stack/assets/index.js", "file"],
  ])("does not treat %s as a folder", async (path, kind) => {
    expect(await listFiles(join(folder, path))).toEqual([{ path: ".", kind }]);
  });
});
