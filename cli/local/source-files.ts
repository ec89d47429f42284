import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { PROJECT_ROOT } from "./project-root";

const SOURCE_FOLDERS = ["config", "workflow", "constructs", "stacks", "lambdas", "sample-job"];

/** Lists the source files of the synthesized stacks and of the Lambda bundles, as paths in the project folder. */
export const listSourceFiles = (root = PROJECT_ROOT): string[] => [
  "main.ts",
  ...SOURCE_FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(root, join(parentPath, name))),
  ),
];
