// Collects license texts. Licenses require their text with each copy of the code, including the bundles in function
// zips and in the npm package.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE_PATH = /^node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/;
const NOTICE_FILE = /^(?:licen[cs]e|notice|copying)(?:\.(?:md|txt))?$/i;
const LINE = "-".repeat(80);

/**
 * Returns the licenses and notices of all bundled packages, each text once, in a stable order.
 * @param metafile - metafile of esbuild
 * @param root - base folder of the paths in the metafile
 * @throws Error if a package has no license text
 */
export function collectNotices(metafile, root) {
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = new Set(inputs.flatMap((input) => PACKAGE_PATH.exec(input)?.[0] ?? []));
  const packagesByText = new Map();
  for (const folder of folders) {
    const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const { name, version, license, private: isOwn } = manifest;
    // The workspaces of this project have its license.
    if (isOwn) continue;
    const text = readNotices(join(root, folder)) || readScopeNotices(root, name, license);
    if (text === "") throw new Error(`${name} ${version} (${license}) has no license file, which the bundle requires`);
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...packagesByText]
    .map(([text, packages]) => `${packages.sort().join("\n")}\n\n${text}\n`)
    .sort()
    .join(`\n${LINE}\n\n`);
}

/** Reads the texts of another package with the same publisher and license: some packages of the AWS SDK have none. */
function readScopeNotices(root, name, license) {
  const [scope, ...rest] = name.split("/");
  if (rest.length === 0) return "";
  const folder = join(root, "node_modules", scope);
  const texts = readdirSync(folder)
    .sort()
    .filter((other) => JSON.parse(readFileSync(join(folder, other, "package.json"), "utf8")).license === license)
    .map((other) => readNotices(join(folder, other)));
  return texts.find((text) => text !== "") ?? "";
}

function readNotices(folder) {
  if (!existsSync(folder)) return "";
  return readdirSync(folder)
    .filter((file) => NOTICE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim())
    .join("\n\n");
}
