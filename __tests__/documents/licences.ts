export interface LicensedPackage {
  readonly name: string;
  /** SPDX expression, or what its author wrote instead. */
  readonly licence: string;
  /**
   * Whether it is installed only in a clone. The Lambda bundles contain parts of such packages, with their notices.
   */
  readonly dev: boolean;
}

/** Licences that allow redistribution with this project. */
const PERMISSIVE = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "Zlib",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "MPL-2.0",
  "Unlicense",
  "CC0-1.0",
  "Public Domain",
]);

/** Licences of tools that are not distributed: data of browsers, spelling and licences, and Python's licences. */
const FOR_TOOLS = new Set(["CC-BY-3.0", "CC-BY-4.0", "CC BY-SA 4.0", "CNRI-Python", "PSF-2.0", "Python-2.0", "WTFPL"]);

/** Evaluates an SPDX expression: "A OR B" requires one allowed licence, "A AND B" requires both. */
export function judgeLicence({ licence, dev }: Pick<LicensedPackage, "licence" | "dev">): "compatible" | "not allowed" {
  const isAllowed = (one: string): boolean => PERMISSIVE.has(one) || (dev && FOR_TOOLS.has(one));
  const choices = licence.replaceAll(/[()]/g, "").split(" OR ");
  return choices.some((choice) => choice.split(" AND ").every(isAllowed)) ? "compatible" : "not allowed";
}

const HEAD = `# Licences of the dependencies

This project has the [MIT licence](../../LICENSE). The licences below are those in the lock files (npm) and in the metadata
of the packages (Python). A test rejects a package without a licence or with an incompatible one.
\`UPDATE_DOCS=1 npm test -- licences\` writes this page.

- Most packages are only installed in a clone and are not redistributed.
- The zip of each Lambda function, and therefore the package for other CDKTF apps, contains code of other packages.
  \`THIRD-PARTY-NOTICES.txt\` in each zip has the licence and notices of each of them.
- Python and Go programs are installed for tests only. Those in Go, actionlint and act, are under the MIT licence.
- Not installed by this project and not listed: Python, Go, a browser, Terraform (BUSL-1.1) and OpenTofu (MPL-2.0).
- MPL-2.0 (cdktf and its providers) requires that changes of its files are published. There are none.
`;

export interface Licences {
  /** Packages of package-lock.json. */
  readonly npm: readonly LicensedPackage[];
  /** Packages of tools/providers/package-lock.json. */
  readonly providers: readonly LicensedPackage[];
  /** Packages of tools/release and tools/node-24. */
  readonly releases: readonly LicensedPackage[];
  /** Packages of all requirements.txt. */
  readonly python: readonly LicensedPackage[];
}

/** Renders the page. */
export function renderLicences({ npm, providers, releases, python }: Licences): string {
  return [
    HEAD,
    section(
      "Installed with the package, by other apps",
      npm.filter(({ dev }) => !dev),
    ),
    section(
      "Installed in a clone, to build, deploy, run and test",
      npm.filter(({ dev }) => dev),
    ),
    section("Installed in build/ by `npm run test:providers`", providers),
    section("Installed in build/ by `npm run release`, `npm run test:package` and `npm run node-24`", releases),
    section("Installed in build/ by Python tools: emulators, conformance tests, checkers, pictures", python),
  ].join("\n");
}

function section(title: string, packages: readonly LicensedPackage[]): string {
  const licences = [...new Set(packages.map(({ licence }) => licence))].sort();
  const paragraphs = licences.map((licence) => {
    const names = packages.filter((one) => one.licence === licence).map(({ name }) => name);
    return `**${licence}**: ${[...new Set(names)].sort().join(", ")}\n`;
  });
  return [`## ${title}\n`, ...paragraphs].join("\n");
}
