const tier = require("../../set-up/tier.js");

/** Tests of the console page in a browser. Requires chromium in PATH or at CHROMIUM_PATH. */
module.exports = { ...tier, testMatch: ["<rootDir>/__tests__/console/browser/**/*.browser.ts"], testTimeout: 120_000 };
