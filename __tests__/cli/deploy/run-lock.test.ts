import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withRunLock } from "../../../cli/deploy/run-lock";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-lock-"));
  file = join(folder, "build", "deploy.lock");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (work: () => Promise<string>) => withRunLock(file, "deploy", work);
const nothing = (): Promise<string> => Promise.resolve("done");
/** ID of a process that has ended. */
const endedPid = (): number => spawnSync(process.execPath, ["--version"]).pid;

describe("withRunLock", () => {
  it("refuses a second run with process and file, and allows it after the first has ended", async () => {
    const second = await run(async () => String(await run(nothing).catch((error: unknown) => error)));

    expect(second).toContain(`another deploy runs in this clone since `);
    expect(second).toContain(`(process ${process.pid}); wait until it has ended, or use another clone; `);
    expect(second).toContain(`delete ${file}`);
    expect(await run(nothing)).toBe("done");
    expect(existsSync(file)).toBe(false);
  });

  it("releases the lock after an error", async () => {
    await expect(run(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");

    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ["of a killed process", () => JSON.stringify({ pid: endedPid(), startedAt: "2026-01-01T00:00:00.000Z" })],
    ["that was not written completely", () => '{"pid":'],
  ])("takes over a lock %s", async (_title, text) => {
    await run(nothing);
    writeFileSync(file, text());

    const held = await run(() => Promise.resolve(readFileSync(file, "utf8")));

    expect(JSON.parse(held)).toMatchObject({ pid: process.pid });
    expect(existsSync(file)).toBe(false);
  });

  it("reports a folder that cannot be written", async () => {
    writeFileSync(join(folder, "build"), "");

    await expect(run(nothing)).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});
