// Changes a clone to CDK Terrain and its bindings: imports, package.json, and other files that name the packages.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));

/** Package -> package; `npm run test:providers` compares the stacks with the same packages and versions. */
const PACKAGES = { "cdktf-cli": "cdktn-cli", ...readJson(join(here, "cdk-terrain.json")) };
const versions = readJson(join(here, "package.json")).dependencies;
// The command-line tool is released with the library.
const VERSIONS = { ...versions, "cdktn-cli": versions.cdktn };

/** Files that name packages: sources, package.json files, and the settings of knip and the import rules. */
const CHANGED = /(?:\.(?:ts|js|cjs|mjs)|(?:^|\/)(?:package|knip|import-rules)\.json)$/;
/** Files that compare CDKTF with CDK Terrain, or change one to the other. */
const KEPT = /^(?:tools\/providers\/|tools\/use-provider\.mjs|__tests__\/providers\/|__tests__\/tools\/use-provider)/;

const REPLACEMENTS = [
  // Bindings, also in comments, regular expressions and patterns.
  [/@cdktf(?=\\?\/(?:provider-(?:archive|aws)\b|\*))/g, "@cdktn"],
  // The library and the command-line tool as a whole string, as the start of a module, and in a script.
  [/(?<=["'])cdktf(?=(?:-cli)?(?:["']|\/)| (?:get|synth|diff|deploy|destroy)\b)/g, "cdktn"],
  // cdktf.json, cdktf.out and the variables CDKTF_* keep their names.
  [/node_modules\/cdktf-cli\/bundle\/bin\/cdktf\.js/g, "node_modules/cdktn-cli/bundle/bin/cdktn.js"],
];

const git = (root, ...args) => {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
  return stdout;
};

/** Whether package.json has CDK Terrain. */
export const usesCdkTerrain = (settings) => PACKAGES.cdktf in (settings.devDependencies ?? {});

/** Sets the versions of CDK Terrain's packages in a parsed package.json. */
function setVersions(settings) {
  for (const name of Object.values(PACKAGES)) {
    for (const kind of ["dependencies", "devDependencies"])
      if (settings[kind]?.[name] !== undefined) settings[kind][name] = VERSIONS[name];
    if (settings.peerDependencies?.[name] !== undefined) settings.peerDependencies[name] = `^${VERSIONS[name]}`;
  }
  // Only cdktf-cli has this package.
  delete settings.allowScripts?.["@cdktf/node-pty-prebuilt-multiarch"];
  return settings;
}

function change(path, text) {
  const replaced = REPLACEMENTS.reduce((result, [from, to]) => result.replace(from, to), text);
  if (replaced === text || !/(?:^|\/)package\.json$/.test(path)) return replaced;
  return `${JSON.stringify(setVersions(JSON.parse(replaced)), null, 2)}\n`;
}

/**
 * Changes the tracked files of a clone.
 * @returns the changed files; none if the clone already uses CDK Terrain
 * @throws Error if the clone has changes that are not committed, because git could not undo only these
 */
export function useCdkTerrain(root) {
  if (usesCdkTerrain(readJson(join(root, "package.json")))) return [];
  const [dirty] = git(root, "status", "--porcelain").split("\n");
  if (dirty !== "")
    throw new Error(`the clone has changes that are not committed, like ${dirty.slice(3)}; commit or stash them`);
  const files = git(root, "ls-files", "-z").split("\0");
  return files.filter((path) => {
    if (!CHANGED.test(path) || KEPT.test(path)) return false;
    const text = readFileSync(join(root, path), "utf8");
    const changed = change(path, text);
    if (changed !== text) writeFileSync(join(root, path), changed);
    return changed !== text;
  });
}
