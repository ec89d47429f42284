const tier = require("../set-up/tier.js");

/** What other apps install, packed and used by examples/: needs nothing but Node, and half a minute. */
module.exports = { ...tier, testMatch: ["<rootDir>/__tests__/examples/**/*.package.ts"] };
