const base = require("./jest.config.js");

/** The real Terraform and cdktf against emulators: needs Terraform 1.10, Python 3.10, and about ten minutes. */
module.exports = {
  testEnvironment: base.testEnvironment,
  transform: base.transform,
  modulePathIgnorePatterns: base.modulePathIgnorePatterns,
  testMatch: ["<rootDir>/__tests__/e2e/**/*.e2e.ts"],
  globalSetup: "<rootDir>/__tests__/e2e/support/prepare.ts",
  globalTeardown: base.globalTeardown,
  // Each file has an account of its own, and half of its time waits for a provider that waits.
  maxWorkers: 2,
  // Shows each step's time.
  verbose: true,
  testTimeout: 300_000,
};
