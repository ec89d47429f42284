const { join } = require("node:path");
const base = require("../../jest.config.js");

/** What the tiers that `npm test` leaves out have in common with it, and with each other. */
module.exports = {
  rootDir: join(__dirname, "..", ".."),
  testEnvironment: base.testEnvironment,
  transform: base.transform,
  transformIgnorePatterns: base.transformIgnorePatterns,
  modulePathIgnorePatterns: base.modulePathIgnorePatterns,
  globalSetup: base.globalSetup,
  globalTeardown: base.globalTeardown,
  maxWorkers: 1,
  // Shows each step's time.
  verbose: true,
  // A busy machine is slow, not wrong; what hangs is still ended.
  testTimeout: 300_000,
};
