const tier = require("../set-up/tier.js");

/** The package for other apps, packed and used by examples/. Requires only Node; takes half a minute. */
module.exports = { ...tier, testMatch: ["<rootDir>/__tests__/examples/**/*.package.ts"] };
