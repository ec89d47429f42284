const tier = require("../set-up/tier.js");

/** The real Terraform and cdktf against emulators: needs Terraform 1.10, Python 3.10, and about ten minutes. */
module.exports = {
  ...tier,
  testMatch: ["<rootDir>/__tests__/e2e/**/*.e2e.ts"],
  globalSetup: "<rootDir>/__tests__/e2e/support/prepare.ts",
  // Each file has an account of its own, and half of its time waits for a provider that waits.
  maxWorkers: 2,
};
