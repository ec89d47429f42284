import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clone } from "../../e2e/support/clone";

/** A repository on "GitHub": the project's files, its main, and branches of pull requests. What is asked at the same time
 *  is done in the order in which it was asked. */
export interface ScratchRepository {
  readonly path: string;
  /** Commit that main points to. */
  main(): Promise<string>;
  /** Starts a branch at main, changes files there, and commits. @returns its head */
  branch(name: string, change: (edit: Edit) => Promise<void>): Promise<string>;
  /** Head of a branch. */
  head(branch: string): Promise<string>;
  /** What GitHub makes of a pull request: main with the branch merged. @returns that commit, and main's */
  mergeForReview(branch: string): Promise<{ readonly commit: string; readonly base: string }>;
  /** Merges a branch into main. @returns the commit on main */
  merge(branch: string): Promise<string>;
  /** Commits to main directly. @returns that commit */
  push(change: (edit: Edit) => Promise<void>): Promise<string>;
}

/** Replaces a text in a file, which must be there. */
export type Edit = (file: string, from: string, to: string) => Promise<void>;

/** Makes a repository of a clone. Its remote's address alone is GitHub's: act takes the name from there. */
export async function makeScratchRepository(clone: Clone, name: string): Promise<ScratchRepository> {
  const git = async (...args: string[]): Promise<string> => {
    const identity = ["-c", "user.name=acme", "-c", "user.email=acme@users.noreply.github.com"];
    const { exitCode, stdout, output } = await clone.run("git", [...identity, ...args]);
    if (exitCode !== 0) throw new Error(`git ${args.join(" ")} ended with ${String(exitCode)}: ${output}`);
    return stdout.trim();
  };
  const edit: Edit = async (file, from, to) => {
    const path = join(clone.path, file);
    const text = await readFile(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
    await writeFile(path, text.replace(from, to));
  };
  const commit = async (message: string, change: (edit: Edit) => Promise<void>): Promise<string> => {
    await change(edit);
    await git("commit", "--quiet", "--all", "--message", message);
    return git("rev-parse", "HEAD");
  };

  await git("init", "--quiet", "--initial-branch", "main");
  await git("config", "uploadpack.allowAnySHA1InWant", "true");
  await git("remote", "add", "origin", `https://github.com/${name}.git`);
  await writeFile(join(clone.path, ".git", "info", "exclude"), "node_modules\n");
  await leaveOutQueues(join(clone.path, ".github", "workflows"));
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "the project");
  // Each job fetches all of it, which git would pack anew for each.
  await git("repack", "-a", "-d", "--quiet");

  const inTurn = createQueue();
  return {
    path: clone.path,
    main: () => inTurn(() => git("rev-parse", "main")),
    head: (branchName) => inTurn(() => git("rev-parse", branchName)),
    branch: (branchName, change) =>
      inTurn(async () => {
        await git("checkout", "--quiet", "-B", branchName, "main");
        return commit(branchName, change);
      }),
    mergeForReview: (branchName) =>
      inTurn(async () => {
        await git("checkout", "--quiet", "--detach", "main");
        const base = await git("rev-parse", "HEAD");
        await git("merge", "--quiet", "--no-ff", "--message", `merge ${branchName} into main`, branchName);
        return { commit: await git("rev-parse", "HEAD"), base };
      }),
    merge: (branchName) =>
      inTurn(async () => {
        await git("checkout", "--quiet", "main");
        await git("merge", "--quiet", "--no-ff", "--message", `merge ${branchName}`, branchName);
        return git("rev-parse", "HEAD");
      }),
    push: (change) =>
      inTurn(async () => {
        await git("checkout", "--quiet", "main");
        return commit("a direct push", change);
      }),
  };
}

/** There is one checked-out branch at a time: whoever comes later waits until those before have ended, well or not. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** act 0.2.89 does not know `queue`, and refuses the whole file; it has no concurrency anyway. */
async function leaveOutQueues(folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    const path = join(folder, file);
    await writeFile(path, (await readFile(path, "utf8")).replaceAll(/^ +queue: max\n/gm, ""));
  }
}
