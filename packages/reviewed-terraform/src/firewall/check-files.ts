import { PROVIDER_LOCK_FILE } from "../terraform/provider-lock";
import { isAssetPath } from "./check-data";
import type { Findings } from "./findings";

/** File or folder in a stack's folder. */
export interface StackFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** Type according to lstat; links are not followed. */
  readonly kind: "file" | "directory" | "symlink" | "other";
}

/** Files of a stack in addition to the assets. Terraform reads only the first. */
const OWN_FILES = ["cdk.tf.json", "metadata.json", PROVIDER_LOCK_FILE];

const isExpected = ({ path, kind }: StackFile): boolean =>
  kind === "directory" ? path === "assets" || isAssetPath(path) : OWN_FILES.includes(path) || isAssetPath(path);

/** Rejects other files, from which Terraform could read overrides, variables, provider hashes or configuration. */
export function checkFiles(files: readonly StackFile[], findings: Findings): void {
  const refused = files.filter((file) => file.kind === "directory" && !isExpected(file)).map(({ path }) => `${path}/`);
  for (const file of files) {
    const { path, kind } = file;
    // Files in a rejected folder are not reported separately: .terraform contains dozens.
    if (refused.some((folder) => path.startsWith(folder))) continue;
    if (kind === "symlink" || kind === "other")
      findings.add(path, "file", kind, "use only files and folders; a link could point outside the stack's folder");
    else if (!isExpected(file))
      findings.add(
        path,
        "file",
        path,
        `remove it (or cdktf.out, if Terraform created it) and synthesize again; only ${OWN_FILES.join(", ")} and assets/ without dotfiles are allowed`,
      );
  }
  if (!files.some(({ path, kind }) => path === "cdk.tf.json" && kind === "file"))
    findings.add("cdk.tf.json", "file", undefined, "synthesize again");
}
