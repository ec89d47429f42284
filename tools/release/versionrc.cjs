const { join } = require("node:path");

const updater = join(__dirname, "update-tarballs.cjs");

/**
 * Configuration of commit-and-tag-version.
 * @see https://github.com/conventional-changelog/conventional-changelog-config-spec
 */
module.exports = {
  header:
    "# Changelog\n\nVersions follow [semantic versioning](docs/releases.md#versions). `npm run release` writes the sections from the commits.\n",
  types: [
    { type: "feat", section: "Added" },
    { type: "fix", section: "Fixed" },
    { type: "perf", section: "Faster" },
    ...["build", "chore", "ci", "docs", "refactor", "revert", "style", "test"].map((type) => ({ type, hidden: true })),
  ],
  releaseCommitMessageFormat: "chore(release): {{currentTag}}",
  packageFiles: ["package.json"],
  bumpFiles: [
    "package.json",
    "packages/local-aws/package.json",
    "packages/reviewed-terraform/package.json",
    { filename: "package-lock.json", updater: join(__dirname, "update-lock.cjs") },
    { filename: "examples/own-queue/package.json", updater },
    { filename: "examples/test-state-machine/package.json", updater },
  ],
  // The tag is set on main, after the merge.
  skip: { tag: true },
};
