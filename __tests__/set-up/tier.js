const { join } = require("node:path");
const base = require("../../jest.config.js");

/** Base configuration of the test tiers that `npm test` does not run. */
module.exports = {
  rootDir: join(__dirname, "..", ".."),
  testEnvironment: base.testEnvironment,
  transform: base.transform,
  transformIgnorePatterns: base.transformIgnorePatterns,
  modulePathIgnorePatterns: base.modulePathIgnorePatterns,
  globalSetup: base.globalSetup,
  globalTeardown: base.globalTeardown,
  maxWorkers: 1,
  // Shows the duration of each test.
  verbose: true,
  // Allows for slow machines; tests that hang still fail.
  testTimeout: 300_000,
};
