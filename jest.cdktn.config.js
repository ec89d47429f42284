const base = require("./jest.config.js");

/** The stacks on CDK Terrain, the fork of CDKTF: needs Node, and the first time half a gigabyte of packages. */
module.exports = {
  testEnvironment: base.testEnvironment,
  transform: base.transform,
  modulePathIgnorePatterns: base.modulePathIgnorePatterns,
  testMatch: ["<rootDir>/__tests__/cdktn/**/*.cdktn.ts"],
  globalSetup: base.globalSetup,
  maxWorkers: 1,
  verbose: true,
  testTimeout: 300_000,
};
