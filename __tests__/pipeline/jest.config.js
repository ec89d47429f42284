const e2e = require("../e2e/jest.config.js");

/** GitHub workflows, run locally with act. Requires the tools of the end-to-end tier, and Go to install act. */
module.exports = { ...e2e, testMatch: ["<rootDir>/__tests__/pipeline/**/*.pipeline.ts"] };
