import { hideSecrets } from "../../../cli/state/hide-secrets";

const CANARY = "canary-in-the-mine";

/** As `terraform state show` writes it. */
const FUNCTION = `# aws_lambda_function.f:
resource "aws_lambda_function" "f" {
    architectures    = [
        "arm64",
    ]
    function_name    = "submit-job"
    kms_key_arn      = "arn:aws:kms:us-east-1:123456789012:key/a"
    master_password  = "${CANARY}"
    memory_size      = 256
    tags             = {}

    environment {
        variables = {
            "GREETING"  = "${CANARY}"
            "LOG_LEVEL" = "debug"
        }
    }
    description      = "nothing secret"
}`;

it("hides values of settings and of names of secrets", () => {
  const shown = hideSecrets(FUNCTION);

  expect(shown).toBe(FUNCTION.replaceAll(`"${CANARY}"`, "(hidden: may be a secret)"));
  expect(shown).toContain('"LOG_LEVEL" = "debug"');
});

it("shows names, but not values, of a container's settings", () => {
  const text = `    container_properties = jsonencode(
        {
            environment = [
                {
                    name  = "GREETING"
                    value = "${CANARY}"
                },
            ]
            image       = "busybox"
        }
    )
    name = "job"`;

  expect(hideSecrets(text)).toBe(text.replace(`"${CANARY}"`, "(hidden: may be a secret)"));
});

it.each([
  ["an access key in a text", '    description = "AKIACANARY7EXAMPLE23"', "    description = "],
  ["one in a list", '        "AKIACANARY7EXAMPLE23",', "        "],
  ["one in a longer text", "        use AKIACANARY7EXAMPLE23 for it", ""],
  [
    "what lies in a secret",
    `    db_credentials = {\n        a = "${CANARY}"\n    }`,
    "    db_credentials = {\n        a = ",
  ],
])("hides %s", (_what, text, before) => {
  const shown = hideSecrets(text);

  expect(shown).toMatch(new RegExp(`^${before.replaceAll("{", "\\{")}\\(hidden: may be a secret\\)`));
  expect(shown).not.toMatch(/AKIA|canary/);
});

it("keeps what Terraform hides, and what is empty", () => {
  const text = '    secret = (sensitive value)\n    token  = ""\n    keys   = []\n    pin    = null';

  expect(hideSecrets(text)).toBe(text);
});
