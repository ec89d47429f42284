const e2e = require("../e2e/jest.config.js");

/** OpenTofu in Terraform's place, and both on the same states: needs what the end-to-end tier needs, and `tofu`. */
module.exports = { ...e2e, testMatch: ["<rootDir>/__tests__/opentofu/**/*.tofu.ts"], testTimeout: 1_200_000 };
