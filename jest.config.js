/** Packages published only as ECMAScript modules, which Jest on Node 22 cannot load without a transform. */
const ECMASCRIPT_PACKAGES = "(?:@octokit|before-after-hook|universal-user-agent|json-with-bigint|content-type)/";

/** These tests require only Node: no AWS account, Terraform, Python, or network access except loopback. */
module.exports = {
  testEnvironment: "node",
  // By default, Jest leaves one core idle: half of a 2-core machine.
  maxWorkers: require("node:os").availableParallelism(),
  // High, because a busy machine is slow; a hanging test still fails.
  testTimeout: 60_000,
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: {
    // With inline source maps, coverage does not count helpers that the compiler adds.
    "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } }, sourceMaps: "inline" }],
    [`/node_modules/${ECMASCRIPT_PACKAGES}.+\\.js$`]: ["@swc/jest", { jsc: { target: "es2022" } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!${ECMASCRIPT_PACKAGES})`],
  modulePathIgnorePatterns: ["<rootDir>/build/", "<rootDir>/cdktf.out/"],
  globalSetup: "<rootDir>/__tests__/set-up/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/set-up/global-teardown.ts",
  // `npm run test:browser` tests the console page in a browser.
  collectCoverageFrom: [
    "{workflow,lambdas,local,constructs,stacks,config,cli,delivery,console}/**/*.ts",
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
