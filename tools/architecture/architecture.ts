import { readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceSection } from "../bench/replace-section";
import { groupByFolder, nameOf, type FolderImport } from "./folder-graph";
import { IMPORT_RULES, type ImportRule } from "./import-rules";
import { readImports } from "./read-imports";

const ROOT = join(__dirname, "..", "..");
export const ARCHITECTURE_PAGE = "docs/architecture.md";
/** Folders that import nearly all others; their arrows would hide the rest. */
const SUPPORT_FOLDERS = ["testing", "tools"];

/** Imports between the sources of this project, without tests. */
export const readProjectImports = () =>
  readImports(
    ROOT,
    IMPORT_RULES.map(({ folder }) => folder),
  );

/** Content of the architecture page with the current imports and rules; the table is not formatted. */
export function makeArchitecturePage(): string {
  const imports = groupByFolder(readProjectImports());
  return replaceSection(readFileSync(join(ROOT, ARCHITECTURE_PAGE), "utf8"), "imports", renderImports(imports));
}

const idOf = (folder: string): string => nameOf(folder).replace(/\.ts$/, "");

/** Mermaid flowchart of the folders, with dashed arrows for imports of types only, and users of the libraries. */
export function renderImports(imports: readonly FolderImport[]): string {
  const shown = IMPORT_RULES.map(({ folder }) => folder).filter((folder) => !SUPPORT_FOLDERS.includes(folder));
  const packages = shown.filter((folder) => folder.startsWith("packages/"));
  const arrows = shown.flatMap((folder) =>
    [false, true].flatMap((isTypeOnly) => {
      const targets = imports.filter((one) => one.from === folder && one.isTypeOnly === isTypeOnly).map(({ to }) => to);
      const names = shown.filter((one) => targets.includes(one)).map(idOf);
      return names.length === 0 ? [] : [`  ${idOf(folder)} ${isTypeOnly ? "-.->" : "-->"} ${names.join(" & ")}`];
    }),
  );
  return [
    "```mermaid",
    "flowchart TD",
    ...packages.map((folder) => `  ${idOf(folder)}[["${nameOf(folder)}"]]`),
    ...arrows,
    "```",
    "",
    `- cdktf and its providers, by deep import: ${foldersWith("cdktf")}.`,
    `- The AWS SDK: ${foldersWith("@aws-sdk")}.`,
  ].join("\n");
}

const foldersWith = (library: ImportRule["libraries"][number]): string =>
  IMPORT_RULES.filter(({ libraries }) => libraries.includes(library))
    .map(({ folder }) => folder)
    .join(", ");
