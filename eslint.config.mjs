import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import prettier from "eslint-config-prettier";

/**
 * Who may import whom. A folder may import from itself and from the folders and packages listed here; anything absent
 * is forbidden. `__tests__` may import all. docs/architecture.md explains the picture.
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
      message: `Import rule: ${folder}/ may import only ${[...ALLOWED[folder], "itself"].join(", ")} (docs/architecture.md).`,
    },
    { group: ["**/../main"], message: "Import rule: nothing imports main.ts." },
    {
      regex: "^@cdktf/provider-(aws|archive)$",
      message:
        "Import rule: providers by deep import (@cdktf/provider-aws/lib/...): the barrel costs seconds and 400 MiB.",
    },
  ];
  if (!CDKTF_FOLDERS.includes(folder))
    patterns.push({
      group: CDKTF_PACKAGES,
      message: "Import rule: cdktf and its providers only in main.ts, stacks/ and constructs/.",
    });
  if (!AWS_SDK_FOLDERS.includes(folder))
    patterns.push({ group: ["@aws-sdk/*"], message: "Import rule: the AWS SDK only in lambdas/, cli/ and console/." });
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
          message: "process.env is read only in main.ts, cli/ and lambdas/*/handler.ts.",
        },
      ],
    },
  },
  ...FOLDERS.map(importRules),
  {
    // By our tsconfig.json, which says where the package is before it is packed.
    files: ["examples/**/*.ts"],
    languageOptions: { parserOptions: { projectService: false, project: ["./tsconfig.json"] } },
  },
  {
    files: ["__tests__/**/*.ts"],
    rules: { "@typescript-eslint/unbound-method": "off", "max-lines": "off" },
  },
  prettier,
);
