const tier = require("../set-up/tier.js");

/** The stacks on CDK Terrain, the fork of CDKTF: needs Node, and the first time half a gigabyte of packages. */
module.exports = { ...tier, testMatch: ["<rootDir>/__tests__/cdktn/**/*.cdktn.ts"] };
