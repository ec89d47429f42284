const tier = require("../set-up/tier.js");

/** Jobs in real containers, compared with the process runner. Requires podman or docker, and busybox-static. */
module.exports = {
  ...tier,
  testMatch: ["<rootDir>/__tests__/containers/**/*.containers.ts"],
  globalSetup: "<rootDir>/__tests__/containers/support/prepare.ts",
};
