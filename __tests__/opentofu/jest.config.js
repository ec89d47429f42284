const e2e = require("../e2e/jest.config.js");

/**
 * OpenTofu instead of Terraform, and both with the same state. Requires `tofu` and the tools of the end-to-end tier.
 */
module.exports = { ...e2e, testMatch: ["<rootDir>/__tests__/opentofu/**/*.tofu.ts"], testTimeout: 1_200_000 };
