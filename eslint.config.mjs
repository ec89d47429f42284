import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import jsdoc from "eslint-plugin-jsdoc";
import prettier from "eslint-config-prettier";
import RULES from "./tools/architecture/import-rules.json" with { type: "json" };
import LANGUAGE from "./tools/language.json" with { type: "json" };

/**
 * Import rules: a folder may import itself and the folders, packages and libraries listed in the file. `__tests__`
 * may import all folders. Packages are imported by name and import nothing of the product. See docs/architecture.md.
 */
const FOLDERS = RULES.map(({ folder }) => folder);
const CDKTF = ["cdktf", "cdktf/*", "constructs", "@cdktf/*"];
const namesWith = (property, value) =>
  RULES.filter((rule) => rule[property].includes(value))
    .map(({ folder }) => folder)
    .join(", ");

const importRules = ({ folder, imports, packages, libraries }) => {
  const forbidden = FOLDERS.filter((other) => other !== folder && !imports.includes(other));
  const isFile = folder.endsWith(".ts");
  const patterns = [
    {
      group: forbidden.flatMap((other) =>
        isFile ? [`./${other}`, `./${other}/**`] : [`**/../${other.replace(/\.ts$/, "")}`, `**/../${other}/**`],
      ),
      message: `Import rule: ${folder} may import only ${[...imports, "itself"].join(", ")} (docs/architecture.md).`,
    },
    ...["local-aws", "reviewed-terraform"]
      .filter((name) => !packages.includes(name))
      .map((name) => ({
        regex: `^${name}(/|$)`,
        message: `Import rule: only ${namesWith("packages", name)} may import ${name}.`,
      })),
    {
      regex: "^@cdktf/provider-(aws|archive)$",
      message:
        "Import rule: use deep imports of providers (@cdktf/provider-aws/lib/...); the barrel costs seconds and 400 MiB.",
    },
  ];
  if (!libraries.includes("cdktf"))
    patterns.push({
      group: CDKTF,
      message: `Import rule: only ${namesWith("libraries", "cdktf")} may import cdktf and its providers.`,
    });
  if (!libraries.includes("@aws-sdk"))
    patterns.push({
      group: ["@aws-sdk/*"],
      message: `Import rule: only ${namesWith("libraries", "@aws-sdk")} may import the AWS SDK.`,
    });
  const files = isFile ? folder : folder.startsWith("packages/") ? `${folder}/src/**/*.ts` : `${folder}/**/*.ts`;
  return { files: [files], rules: { "no-restricted-imports": ["error", { patterns }] } };
};

/** Openers that a docstring and a test title must not have (CONTRIBUTING.md, "Language"). */
const DOCSTRING_OPENERS = LANGUAGE.docstringOpeners.join("|");
const TITLE_OPENERS = LANGUAGE.titleOpeners.join("|");
const TITLE_MESSAGE = 'A test title completes "it ..." with a verb that names the behaviour: returns, rejects, prints.';
const TEST_CALL = "CallExpression:matches([callee.name=/^(it|test)$/], [callee.callee.object.name=/^(it|test)$/])";

/** Length of a comment line. Two below Prettier's printWidth: the line may be indented once more. */
const COMMENT_LENGTH = 118;

/** Language rules. `cspell.json` and `tools/language.json` list the words that are not used. */
const languageRules = [
  {
    files: ["**/*.{ts,mjs,cjs,js}"],
    plugins: { jsdoc },
    rules: {
      "jsdoc/match-description": [
        "error",
        {
          contexts: ["any"],
          matchDescription: `^(?!(?:${DOCSTRING_OPENERS})\\b)`,
          message: `A docstring opens with a noun or a verb, not with ${DOCSTRING_OPENERS.replaceAll("|", ", ")}.`,
        },
      ],
      "max-len": ["error", { code: Number.MAX_SAFE_INTEGER, comments: COMMENT_LENGTH }],
    },
  },
  {
    files: ["**/__tests__/**/*.{ts,mjs}"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...[
          `Literal.arguments[value=/^(${TITLE_OPENERS}) /]`,
          `TemplateLiteral.arguments > TemplateElement:first-child[value.raw=/^(${TITLE_OPENERS}) /]`,
        ].map((title) => ({ selector: `${TEST_CALL} > ${title}`, message: TITLE_MESSAGE })),
      ],
    },
  },
];

export default defineConfig(
  { ignores: ["node_modules/", "build/", "cdktf.out/", "coverage/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "max-lines": ["warn", { max: 200, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    files: ["**/*.ts"],
    ignores: [
      "main.ts",
      "cli/**",
      "lambdas/*/handler.ts",
      "**/__tests__/**",
      "**/testing/**",
      "**/emulators/**",
      "packages/local-aws/src/command/main.ts",
      "examples/*/main.ts",
      "tools/**",
    ],
    rules: {
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "Only main.ts, commands and lambdas/*/handler.ts may read process.env.",
        },
      ],
    },
  },
  ...RULES.map(importRules),
  {
    files: ["examples/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^\\.\\./\\.\\./", message: "Import rule: an example imports only the package." }] },
      ],
    },
  },
  {
    // The project's tsconfig.json maps the package name to its sources.
    files: ["examples/**/*.ts"],
    languageOptions: { parserOptions: { projectService: false, project: ["./tsconfig.json"] } },
  },
  {
    files: ["**/__tests__/**/*.ts", "**/testing/**/*.ts"],
    rules: { "@typescript-eslint/unbound-method": "off", "max-lines": "off" },
  },
  prettier,
  // After prettier, which turns max-len off.
  languageRules,
);
