const tier = require("../set-up/tier.js");

/** Stacks on CDK Terrain, a fork of CDKTF. Requires Node; the first run installs 500 MB of packages. */
module.exports = { ...tier, testMatch: ["<rootDir>/__tests__/cdktn/**/*.cdktn.ts"] };
