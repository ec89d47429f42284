/** Packages that contain only ECMAScript modules, which Jest must transform in Node 22. */
const ECMASCRIPT_PACKAGES =
  "(?:@octokit|@bomb\\.sh|before-after-hook|universal-user-agent|json-with-bigint|content-type)/";

/** Tests that require only Node: no AWS account, Terraform, Python or network beyond loopback. */
module.exports = {
  testEnvironment: "node",
  // By default, Jest leaves one core free, which is half of a two-core machine.
  maxWorkers: require("node:os").availableParallelism(),
  // Long enough for a busy machine; a test that hangs still fails.
  testTimeout: 60_000,
  testMatch: ["<rootDir>/{__tests__,packages/*/__tests__}/**/*.test.ts"],
  transform: {
    // With inline source maps, coverage counts source lines instead of compiler helpers.
    "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } }, sourceMaps: "inline" }],
    [`/node_modules/${ECMASCRIPT_PACKAGES}.+\\.m?js$`]: ["@swc/jest", { jsc: { target: "es2022" } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!${ECMASCRIPT_PACKAGES})`],
  modulePathIgnorePatterns: ["<rootDir>/build/", "<rootDir>/cdktf.out/"],
  globalSetup: "<rootDir>/__tests__/set-up/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/set-up/global-teardown.ts",
  // `npm run test:browser` tests the console page in a browser.
  collectCoverageFrom: [
    "{workflow,lambdas,constructs,stacks,config,cli,console,sample-job}/**/*.ts",
    "packages/*/src/**/*.ts",
    "!console/page/**",
    "!**/*.d.ts",
  ],
  coverageReporters: ["text-summary", "lcovonly"],
  coverageThreshold: {
    "./workflow/": { lines: 100, branches: 100, functions: 100, statements: 100 },
    "./lambdas/": { lines: 100, branches: 100, functions: 100, statements: 100 },
    global: { lines: 90, branches: 90, functions: 90, statements: 90 },
  },
};
