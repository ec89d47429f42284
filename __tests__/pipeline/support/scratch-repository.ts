import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clone } from "../../e2e/support/clone";

/**
 * Repository on the mock GitHub with the project's files: main and branches of pull requests. Concurrent operations
 * run in the order of their calls.
 */
export interface ScratchRepository {
  readonly path: string;
  /** Returns the head of main. */
  main(): Promise<string>;
  /** Creates a branch from main, changes files and commits. @returns the head of the branch */
  branch(name: string, change: (edit: Edit) => Promise<void>): Promise<string>;
  /** Returns the head of a branch. */
  head(branch: string): Promise<string>;
  /** Creates the merge commit of a pull request, like GitHub. @returns the commit, and that of main */
  mergeForReview(branch: string): Promise<{ readonly commit: string; readonly base: string }>;
  /** Merges a branch into main. @returns the merge commit */
  merge(branch: string): Promise<string>;
  /**
   * Tags a version of main for other repositories. act resolves `./.github/workflows/` in a called workflow in the
   * repository of the caller, so these names are written out. @returns the commit
   */
  tagRelease(tag: string): Promise<string>;
  /** Returns the pinned version of an action, as the workflows use it. */
  action(name: string): Promise<string>;
  /** Commits to main directly. @returns the commit */
  push(change: (edit: Edit) => Promise<void>): Promise<string>;
}

/** Replaces a text in a file; fails if the file does not contain it. */
export type Edit = (file: string, from: string, to: string) => Promise<void>;

/** Name of the repository. */
export const REPOSITORY = "acme/poller";

/**
 * Creates a repository from a folder. Only the URL of its remote is at GitHub, from which act reads the name.
 * @param name - OWNER/NAME
 */
export async function makeScratchRepository(
  clone: Pick<Clone, "path" | "run">,
  name = REPOSITORY,
): Promise<ScratchRepository> {
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
  await adaptWorkflows(join(clone.path, ".github", "workflows"), name);
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "the project");
  // Packed once, because each job fetches everything.
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
    tagRelease: (tag) =>
      inTurn(async () => {
        await git("checkout", "--quiet", "--detach", "main");
        const folder = join(clone.path, ".github", "workflows");
        for (const file of await readdir(folder)) {
          const text = await readFile(join(folder, file), "utf8");
          const named = text.replaceAll(/uses: \.(\/\.github\/workflows\/[\w-]+\.yml)$/gm, `uses: ${name}$1@${tag}`);
          await writeFile(join(folder, file), named);
        }
        await git("commit", "--quiet", "--all", "--message", `release ${tag}`);
        await git("tag", tag);
        return git("rev-parse", "HEAD");
      }),
    action: async (action) => {
      const text = await readFile(join(clone.path, ".github", "workflows", "synth.yml"), "utf8");
      return new RegExp(`\\S+/${action}@\\S+`).exec(text)?.[0] ?? "";
    },
    push: (change) =>
      inTurn(async () => {
        await git("checkout", "--quiet", "main");
        return commit("a direct push", change);
      }),
  };
}

/** Only one branch is checked out at a time: runs tasks one after the other, even if one fails. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/**
 * Names the repository, as a user does at the set-up. Replaces what act 0.2.89 does not support: it rejects `queue`,
 * and has no `job.workflow_sha` and `job.workflow_repository`, which are the called repository and version for
 * plan.yml, and for all workflows in the runs of another repository.
 */
async function adaptWorkflows(folder: string, name: string): Promise<void> {
  for (const file of await readdir(folder)) {
    const path = join(folder, file);
    const own = `github.repository == '${name}' && github.sha || env.STAND_IN_CALLED`;
    const sha = file === "plan.yml" ? "env.STAND_IN_CALLED" : own;
    const text = (await readFile(path, "utf8"))
      .replaceAll(/^ +queue: max\n/gm, "")
      .replaceAll("job.workflow_sha", sha)
      .replaceAll("job.workflow_repository", `'${name}'`)
      .replace(/(?<=uses: )[\w.-]+\/[\w.-]+(?=\/\.github\/workflows\/plan\.yml@main)/, REPOSITORY);
    await writeFile(path, text);
  }
}
