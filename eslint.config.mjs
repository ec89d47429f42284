import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import jsdoc from "eslint-plugin-jsdoc";
import prettier from "eslint-config-prettier";

/**
 * Import rules: a folder may import from itself and from the folders listed here. `__tests__` may import from all
 * folders. Packages are imported by their names and import nothing of the product. See docs/architecture.md.
 */
const FOLDERS = [
  "config",
  "workflow",
  "sample-job",
  "constructs",
  "stacks",
  "lambdas",
  "cli",
  "console",
  "testing",
  "tools",
  "packages/local-aws",
  "packages/reviewed-terraform",
];
const ALLOWED = {
  config: [],
  workflow: [],
  constructs: ["workflow"],
  "sample-job": [],
  stacks: ["constructs", "workflow", "config", "sample-job"],
  lambdas: ["workflow"],
  cli: ["workflow", "config", "console", "sample-job"],
  console: ["workflow"],
  testing: ["config", "workflow", "constructs", "stacks", "lambdas", "cli", "console", "sample-job"],
  tools: ["config", "workflow", "constructs", "stacks", "lambdas", "cli", "console", "sample-job", "testing"],
  "packages/local-aws": [],
  "packages/reviewed-terraform": [],
};
const PACKAGES = {
  cli: ["local-aws", "reviewed-terraform"],
  testing: ["local-aws", "reviewed-terraform"],
  tools: ["local-aws", "reviewed-terraform"],
};
const CDKTF_FOLDERS = ["constructs", "stacks", "testing", "tools"];
const AWS_SDK_FOLDERS = ["lambdas", "cli", "console", "testing", "tools"];
const CDKTF_PACKAGES = ["cdktf", "cdktf/*", "constructs", "@cdktf/*"];

const importRules = (folder) => {
  const forbidden = FOLDERS.filter((other) => other !== folder && !ALLOWED[folder].includes(other));
  const patterns = [
    {
      group: forbidden.flatMap((other) => [`**/../${other}`, `**/../${other}/**`]),
      message: `Import rule: ${folder}/ may import only from ${[...ALLOWED[folder], "itself"].join(", ")} (docs/architecture.md).`,
    },
    ...(PACKAGES[folder] === undefined
      ? [
          {
            regex: "^(local-aws|reviewed-terraform)(/|$)",
            message: "Import rule: only cli/, testing/ and tools/ may import the packages.",
          },
        ]
      : []),
    { group: ["**/../main"], message: "Import rule: main.ts must not be imported." },
    {
      regex: "^@cdktf/provider-(aws|archive)$",
      message:
        "Import rule: use deep imports of providers (@cdktf/provider-aws/lib/...); the barrel costs seconds and 400 MiB.",
    },
  ];
  if (!CDKTF_FOLDERS.includes(folder))
    patterns.push({
      group: CDKTF_PACKAGES,
      message:
        "Import rule: only main.ts, stacks/, constructs/, testing/ and tools/ may import cdktf and its providers.",
    });
  if (!AWS_SDK_FOLDERS.includes(folder))
    patterns.push({
      group: ["@aws-sdk/*"],
      message: "Import rule: only lambdas/, cli/, console/, testing/ and tools/ may import the AWS SDK.",
    });
  return {
    files: [folder.startsWith("packages/") ? `${folder}/src/**/*.ts` : `${folder}/**/*.ts`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
};

/** Openers that a docstring and a test title must not have (CONTRIBUTING.md, "Language"). */
// cspell:ignore whoever told tells
const DOCSTRING_OPENERS = "What|Who|Whoever|How|Where|Which|Told|Of";
const TITLE_OPENERS = "is|are|says|tells";
const TITLE_MESSAGE = 'A test title completes "it ..." with a verb that names the behaviour: returns, rejects, prints.';
const TEST_CALL = "CallExpression:matches([callee.name=/^(it|test)$/], [callee.callee.object.name=/^(it|test)$/])";

/** Length of a comment line. Two below Prettier's printWidth: the line may be indented once more. */
const COMMENT_LENGTH = 118;

/** Language rules. `cspell.json` and `tools/check-phrases.mjs` list the words that are not used. */
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
    ignores: ["main.ts", "cli/**", "lambdas/*/handler.ts", "**/__tests__/**", "**/testing/**", "tools/**"],
    rules: {
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "Only main.ts, cli/ and lambdas/*/handler.ts may read process.env.",
        },
      ],
    },
  },
  ...FOLDERS.map(importRules),
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
