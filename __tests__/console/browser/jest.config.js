const tier = require("../../set-up/tier.js");

/** The console page in a real browser, one at a time: needs chromium, in PATH or at CHROMIUM_PATH. */
module.exports = { ...tier, testMatch: ["<rootDir>/__tests__/console/browser/**/*.browser.ts"], testTimeout: 120_000 };
