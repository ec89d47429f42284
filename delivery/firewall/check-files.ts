import { isAssetPath } from "./check-data";
import type { Findings } from "./findings";

/** What lies in a stack's folder. */
export interface StackFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** As lstat tells; a link is never followed. */
  readonly kind: "file" | "directory" | "symlink" | "other";
}

/** Files that cdktf writes beside the assets; Terraform reads the first alone. */
const OWN_FILES = ["cdk.tf.json", "metadata.json"];

const isExpected = ({ path, kind }: StackFile): boolean =>
  kind === "directory" ? path === "assets" || isAssetPath(path) : OWN_FILES.includes(path) || isAssetPath(path);

/** Terraform would read overrides, variables, provider hashes or a whole configuration from any file beside. */
export function checkFiles(files: readonly StackFile[], findings: Findings): void {
  const refused = files.filter((file) => file.kind === "directory" && !isExpected(file)).map(({ path }) => `${path}/`);
  for (const file of files) {
    const { path, kind } = file;
    // What goes with its folder needs no line of its own: Terraform's own folder holds dozens of files.
    if (refused.some((folder) => path.startsWith(folder))) continue;
    if (kind === "symlink" || kind === "other")
      findings.add(path, "file", kind, "leave only files and folders: a link could lead out of the stack's folder");
    else if (!isExpected(file))
      findings.add(
        path,
        "file",
        path,
        `remove it, or all of cdktf.out if Terraform left it there, and synthesize again; cdktf writes only ${OWN_FILES.join(", ")} and assets/, without dots in front`,
      );
  }
  if (!files.some(({ path, kind }) => path === "cdk.tf.json" && kind === "file"))
    findings.add("cdk.tf.json", "file", undefined, "synthesize again");
}
