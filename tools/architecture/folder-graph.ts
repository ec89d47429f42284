import { IMPORT_RULES, type ImportRule } from "./import-rules";
import type { FileImport } from "./read-imports";

/** Imports of one folder by another. */
export interface FolderImport {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
}

/** Folder of the import rules that contains a file. */
const folderOf = (file: string): string =>
  IMPORT_RULES.find(({ folder }) => file === folder || file.startsWith(`${folder}/`))?.folder ?? file;

/** Name of a folder on the page: packages by the name under which they are imported. */
export const nameOf = (folder: string): string => folder.replace(/^packages\//, "");

/** Groups imports between files by folder, without those inside a folder. */
export function groupByFolder(imports: readonly FileImport[]): FolderImport[] {
  const groups = groupBy(imports, ({ from, to }) => `${folderOf(from)} ${folderOf(to)}`);
  return [...groups].flatMap(([key, group]) => {
    const [from = "", to = ""] = key.split(" ");
    return from === to ? [] : [{ from, to, isTypeOnly: group.every((one) => one.isTypeOnly) }];
  });
}

/** Imports that no rule allows. */
export const findForbidden = (imports: readonly FolderImport[], rules: readonly ImportRule[]): FolderImport[] =>
  imports.filter(({ from, to }) => {
    const rule = rules.find(({ folder }) => folder === from);
    return ![...(rule?.imports ?? []), ...(rule?.packages ?? []).map((name) => `packages/${name}`)].includes(to);
  });

/** Groups of files, or folders, that import each other. */
export function findCycles(imports: readonly { readonly from: string; readonly to: string }[]): string[][] {
  const importsOf = groupBy(imports, ({ from }) => from);
  const reachableFrom = (start: string): Set<string> => {
    const reached = new Set<string>();
    const queue = [start];
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      for (const { to } of importsOf.get(next) ?? []) {
        if (reached.has(to)) continue;
        reached.add(to);
        queue.push(to);
      }
    return reached;
  };
  const reachable = new Map([...importsOf.keys()].map((file) => [file, reachableFrom(file)]));
  const inCycles = [...reachable].filter(([file, reached]) => reached.has(file)).map(([file]) => file);
  const cycles = inCycles.map((file) =>
    inCycles.filter((other) => reachable.get(file)?.has(other) && reachable.get(other)?.has(file)).sort(),
  );
  return [...new Map(cycles.map((cycle) => [cycle.join(), cycle])).values()];
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
