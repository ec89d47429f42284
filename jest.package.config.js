const base = require("./jest.config.js");

/** What other apps install, packed and used by examples/: needs nothing but Node, and half a minute. */
module.exports = {
  testEnvironment: base.testEnvironment,
  transform: base.transform,
  modulePathIgnorePatterns: base.modulePathIgnorePatterns,
  testMatch: ["<rootDir>/__tests__/examples/**/*.package.ts"],
  maxWorkers: 1,
  verbose: true,
  testTimeout: 300_000,
};
