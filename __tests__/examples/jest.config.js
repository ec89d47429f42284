const tier = require("../set-up/tier.js");

/**
 * The packages of a release: packed, published to a registry on this machine, installed in other folders and used as
 * their READMEs say. Requires only Node and the registry; takes three minutes.
 */
module.exports = {
  ...tier,
  globalSetup: "<rootDir>/__tests__/examples/support/global-setup.ts",
  testMatch: ["<rootDir>/__tests__/examples/**/*.package.ts"],
};
