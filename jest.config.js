/** Packages in ECMAScript modules alone, which Jest cannot load in Node 22 as they are. */
const ECMASCRIPT_PACKAGES = "(?:@octokit|before-after-hook|universal-user-agent|json-with-bigint|content-type)/";

/** Every test here needs nothing but Node: no AWS account, Terraform, Python, or network beyond loopback. */
module.exports = {
  testEnvironment: "node",
  // Jest leaves a core free, which on a machine of two is half of it.
  maxWorkers: require("node:os").availableParallelism(),
  // A busy machine is slow, not wrong; what hangs is still ended.
  testTimeout: 60_000,
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: {
    // Inline source maps: coverage then counts our lines, and not the helpers that the compiler adds.
    "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } }, sourceMaps: "inline" }],
    [`/node_modules/${ECMASCRIPT_PACKAGES}.+\\.js$`]: ["@swc/jest", { jsc: { target: "es2022" } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!${ECMASCRIPT_PACKAGES})`],
  modulePathIgnorePatterns: ["<rootDir>/build/", "<rootDir>/cdktf.out/"],
  globalSetup: "<rootDir>/__tests__/set-up/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/set-up/global-teardown.ts",
  // The page itself runs in a browser, in `npm run test:browser`.
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
