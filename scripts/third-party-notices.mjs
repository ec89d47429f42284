// Licences want their text to go with each copy of the code, and bundles are copies: in the zip of a function, and in the
// package for other apps.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE_PATH = /^node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/;
const NOTICE_FILE = /^(?:licen[cs]e|notice|copying)(?:\.(?:md|txt))?$/i;
const LINE = "-".repeat(80);

/**
 * The licences and notices of all packages of which a bundle has code, each text once, in one order on every machine.
 * @param metafile - what esbuild tells of a bundle
 * @param root - folder that the paths in it are relative to
 * @throws Error naming a package without a text of its licence
 */
export function collectNotices(metafile, root) {
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = new Set(inputs.flatMap((input) => PACKAGE_PATH.exec(input)?.[0] ?? []));
  const packagesByText = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const text = readNotices(join(root, folder));
    if (text === "")
      throw new Error(`${name} ${version} (${license}) has no file with its licence, which the bundle needs`);
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...packagesByText]
    .map(([text, packages]) => `${packages.sort().join("\n")}\n\n${text}\n`)
    .sort()
    .join(`\n${LINE}\n\n`);
}

function readNotices(folder) {
  if (!existsSync(folder)) return "";
  return readdirSync(folder)
    .filter((file) => NOTICE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim())
    .join("\n\n");
}
