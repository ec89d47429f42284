const e2e = require("./jest.e2e.config.js");

/** OpenTofu in Terraform's place, and both on the same states: needs what the end-to-end tier needs, and `tofu`. */
module.exports = {
  ...e2e,
  testMatch: ["<rootDir>/__tests__/e2e/**/*.tofu.ts"],
  // A busy machine is slow, not wrong.
  testTimeout: 1_200_000,
};
