const tier = require("../set-up/tier.js");

/** Terraform and cdktf against emulators. Requires Terraform 1.10 and Python 3.10, and takes about ten minutes. */
module.exports = {
  ...tier,
  testMatch: ["<rootDir>/__tests__/e2e/**/*.e2e.ts"],
  globalSetup: "<rootDir>/__tests__/e2e/support/prepare.ts",
  // Each file has its own account, and half of its time is waiting in the provider.
  maxWorkers: 2,
};
