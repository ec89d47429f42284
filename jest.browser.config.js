const base = require("./jest.config.js");

/** The console page in a real browser: needs chromium, in PATH or at CHROMIUM_PATH. */
module.exports = {
  testEnvironment: base.testEnvironment,
  transform: base.transform,
  transformIgnorePatterns: base.transformIgnorePatterns,
  modulePathIgnorePatterns: base.modulePathIgnorePatterns,
  testMatch: ["<rootDir>/__tests__/console/browser/**/*.browser.ts"],
  globalSetup: base.globalSetup,
  globalTeardown: base.globalTeardown,
  // One browser at a time, so that a small machine can show what it can.
  maxWorkers: 1,
  verbose: true,
  testTimeout: 120_000,
};
