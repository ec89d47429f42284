const tier = require("../set-up/tier.js");

/** Stacks with AWS provider 6 and on CDK Terrain. Requires Node; the first run installs 800 MB of packages. */
module.exports = { ...tier, testMatch: ["<rootDir>/__tests__/providers/**/*.providers.ts"] };
