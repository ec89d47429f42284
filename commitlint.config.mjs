/** Conventional commit messages. Subjects may begin with the name of an API, and bodies may contain long URLs. */
export default {
  extends: ["@commitlint/config-conventional"],
  rules: {
    "subject-case": [0],
    "body-max-line-length": [0],
    "footer-max-line-length": [0],
  },
};
