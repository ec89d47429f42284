const e2e = require("../e2e/jest.config.js");

/** The GitHub workflows, run by act on this machine: needs what the end-to-end tier needs, and Go to install act. */
module.exports = { ...e2e, testMatch: ["<rootDir>/__tests__/pipeline/**/*.pipeline.ts"] };
