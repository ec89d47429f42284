import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../cli/local/project-root";
import { folderPrefix } from "../../cli/local/synthesize-app";
import { isRunning, waitUntil } from "../../testing/wait-until";

/** Maximum time until a demo's job runs on a busy machine, including bundling and synthesis. */
const STARTING_MS = 150_000;

let folder: string;
let pidFile: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-killed-"));
  pidFile = join(folder, "pids");
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  rmSync(folder, { recursive: true });
});

/** `npm run demo` without npm, with a job of the given script. */
function givenDemo(script: string): ChildProcess {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "cli/main.ts", "demo", "--json", "--speed", "300", "--input", "-"],
    { cwd: PROJECT_ROOT, stdio: ["pipe", "ignore", "ignore"] },
  );
  children.push(child);
  child.stdin.end(
    JSON.stringify({
      jobName: "my-job",
      jobDefinition: "job-status-poller-dev",
      jobQueue: "job-status-poller-dev",
      containerOverrides: { command: ["/bin/sh", "-c", script] },
      run_timeout: 10 ** 6,
    }),
  );
  return child;
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once("exit", resolve);
  });

const foldersOf = ({ pid = 0 }: ChildProcess): string[] =>
  readdirSync(join(PROJECT_ROOT, "build")).filter((name) => name.startsWith(folderPrefix(pid)));

it(
  "kill -9 of the demo leaves no process of its job behind, and the next demo runs and cleans up after it",
  async () => {
    // A command that ignores SIGTERM, and another process in its background.
    const deaf = givenDemo(
      `trap '' TERM; sleep 100000 & echo "$$ $!" > ${pidFile}.tmp && mv ${pidFile}.tmp ${pidFile}; wait; sleep 100000`,
    );
    const pids = await waitUntil(
      "the job runs",
      () => (existsSync(pidFile) ? readFileSync(pidFile, "utf8").trim().split(" ").map(Number) : undefined),
      STARTING_MS,
    );
    // Looked at before the end: demos of other tests clean up after it, too.
    expect(foldersOf(deaf)).toHaveLength(1);
    const killed = exitOf(deaf);

    deaf.kill("SIGKILL");

    await killed;
    expect(pids).toHaveLength(2);
    await waitUntil("its processes are gone", () => (pids.some(isRunning) ? undefined : true));
    const next = givenDemo("exit 0");
    await expect(exitOf(next)).resolves.toBe(0);
    expect([...foldersOf(deaf), ...foldersOf(next)]).toEqual([]);
  },
  3 * STARTING_MS,
);
