import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import prettier from "eslint-config-prettier";

/**
 * Import rules: a folder may import from itself and from the folders listed here. `__tests__` may import from all
 * folders. See docs/architecture.md.
 */
const FOLDERS = ["config", "workflow", "constructs", "stacks", "lambdas", "local", "delivery", "cli", "console"];
const ALLOWED = {
  config: [],
  workflow: [],
  constructs: ["workflow"],
  stacks: ["constructs", "workflow", "config"],
  lambdas: ["workflow"],
  local: ["workflow"],
  delivery: [],
  cli: ["local", "workflow", "config", "delivery", "console"],
  console: ["workflow"],
};
const CDKTF_FOLDERS = ["constructs", "stacks"];
const AWS_SDK_FOLDERS = ["lambdas", "delivery", "cli", "console"];
const CDKTF_PACKAGES = ["cdktf", "cdktf/*", "constructs", "@cdktf/*"];

const importRules = (folder) => {
  const forbidden = FOLDERS.filter((other) => other !== folder && !ALLOWED[folder].includes(other));
  const patterns = [
    {
      group: forbidden.flatMap((other) => [`**/../${other}`, `**/../${other}/**`]),
      message: `Import rule: ${folder}/ may import only from ${[...ALLOWED[folder], "itself"].join(", ")} (docs/architecture.md).`,
    },
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
      message: "Import rule: only main.ts, stacks/ and constructs/ may import cdktf and its providers.",
    });
  if (!AWS_SDK_FOLDERS.includes(folder))
    patterns.push({
      group: ["@aws-sdk/*"],
      message: "Import rule: only lambdas/, cli/ and console/ may import the AWS SDK.",
    });
  return {
    files: [`${folder}/**/*.ts`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
};

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
    ignores: ["main.ts", "cli/**", "lambdas/*/handler.ts", "__tests__/**"],
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
    files: ["__tests__/**/*.ts"],
    rules: { "@typescript-eslint/unbound-method": "off", "max-lines": "off" },
  },
  prettier,
);
