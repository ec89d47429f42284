import { checkStack } from "../../src/firewall/check-stack";
import type { JsonObject } from "../../src/json";
import {
  ARCHIVE,
  AWS,
  BACKEND,
  check,
  EXPECTED,
  FILES,
  FUNCTION,
  REQUIRED_PROVIDERS,
  rulesOf,
  STACK,
  violationsOf,
} from "./given-stack";
import { givenLock } from "../../testing/given-lock";

const terraform = (more: JsonObject): JsonObject => ({
  terraform: { required_providers: REQUIRED_PROVIDERS, backend: { s3: BACKEND }, ...more },
});
const required = (more: JsonObject): JsonObject =>
  terraform({ required_providers: { ...REQUIRED_PROVIDERS, ...more } });
const backend = (more: JsonObject): JsonObject => terraform({ backend: { s3: { ...BACKEND, ...more } } });
const provider = (more: JsonObject): JsonObject => ({ provider: { aws: [{ ...AWS, ...more }] } });
const archive = (more: JsonObject): JsonObject => ({ data: { archive_file: { code: { ...ARCHIVE, ...more } } } });
const data = (type: string, body: unknown = {}): JsonObject => ({ data: { [type]: { it: body } } });
const resource = (type: string, body: unknown): JsonObject => ({ resource: { [type]: { it: body } } });
const queue = (body: JsonObject): JsonObject => resource("aws_sqs_queue", body);

describe("checkStack", () => {
  it("accepts a valid stack with any white space", () => {
    expect(violationsOf({})).toEqual([]);
    expect(check(JSON.stringify(STACK))).toEqual([]);
  });

  it("accepts harmless blocks", () => {
    const harmless = {
      check: { code: { data: { aws_region: { here: {} } }, assert: { condition: "${1 == 1}", error_message: "no" } } },
      locals: { a: '${join(",", ["a"])}' },
      variable: { a: { default: "x" } },
      moved: [{ from: "aws_sqs_queue.a", to: "aws_sqs_queue.b" }],
      output: { arn: { value: "${aws_sqs_queue.a.arn}" } },
      provider: {
        aws: [
          { ...AWS, default_tags: [{ tags: { Stack: "a" } }] },
          { ...AWS, alias: "again" },
        ],
      },
      data: [{ aws_availability_zones: { it: { provider: "aws.again" } } }],
      resource: [{ aws_sqs_queue: [{ a: [{ lifecycle: { prevent_destroy: true } }] }] }],
    };

    expect(violationsOf(harmless)).toEqual([]);
  });

  it("requires the KMS key of the state according to the settings", () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1";
    const rules = (more: JsonObject, expected = { ...EXPECTED, kmsKeyArn }): string[] =>
      rulesOf(checkStack({ expected, config: JSON.stringify({ ...STACK, ...backend(more) }), files: FILES }));

    expect(rules({ kms_key_id: kmsKeyArn })).toEqual([]);
    expect(rules({})).toEqual(["backend at terraform.backend.s3.kms_key_id"]);
    expect(rules({ kms_key_id: "arn:aws:kms:eu-west-1:210987654321:key/2" })).toEqual([
      "backend at terraform.backend.s3.kms_key_id",
    ]);
    expect(rulesOf(violationsOf(backend({ kms_key_id: kmsKeyArn })))).toEqual([
      "backend at terraform.backend.s3.kms_key_id",
    ]);
  });

  it("reports path, rule, value and advice", () => {
    const advice: unknown = expect.stringMatching(/^use a setting for the value; only archive_file, .+ are allowed$/);

    expect(violationsOf(data("external", { program: ["sh"] }))).toEqual([
      {
        stack: "job-poller-dev",
        path: "data.external",
        rule: "data source",
        given: '"external"',
        advice,
      },
    ]);
  });

  it.each<[string, JsonObject, string[]]>([
    ["a program as data", data("external"), ["data source at data.external"]],
    ["a request as data", data("http"), ["data source at data.http"]],
    ["another stack's state", data("terraform_remote_state"), ["data source at data.terraform_remote_state"]],
    ["a file as data", data("local_file"), ["data source at data.local_file"]],
    [
      "a secret as data",
      data("aws_secretsmanager_secret_version"),
      ["data source at data.aws_secretsmanager_secret_version"],
    ],
    [
      "a Lambda function that runs during plan",
      data("aws_lambda_invocation"),
      ["data source at data.aws_lambda_invocation"],
    ],
    ["data in an array", { data: [{ external: [{ it: {} }] }] }, ["data source at data[0].external"]],
    [
      "data in a check",
      { check: { it: { data: { http: { it: {} } }, assert: {} } } },
      ["data source at check.it.data.http"],
    ],
    ["another block in a check", { check: { it: { action: {} } } }, ["check at check.it.action"]],
    [
      "a provisioner in data",
      data("aws_region", { provisioner: {} }),
      ["provisioner at data.aws_region.it.provisioner"],
    ],
    [
      "a resource of an undeclared provider",
      resource("null_resource", {}),
      ["resource type at resource.null_resource"],
    ],
    ["a file as a resource", resource("local_file", {}), ["resource type at resource.local_file"]],
    ["a built-in resource", resource("terraform_data", {}), ["resource type at resource.terraform_data"]],
    [
      "a type with the AWS prefix but invalid characters",
      resource("aws_x.y", {}),
      ['resource type at resource["aws_x.y"]'],
    ],
    [
      "a provisioner",
      queue({ provisioner: [{ "local-exec": { command: "id" } }] }),
      ["provisioner at resource.aws_sqs_queue.it.provisioner"],
    ],
    [
      "a provisioner in an array of bodies",
      resource("aws_sqs_queue", [{}, { provisioner: {} }]),
      ["provisioner at resource.aws_sqs_queue.it[1].provisioner"],
    ],
    ["a connection", queue({ connection: { host: "evil" } }), ["provisioner at resource.aws_sqs_queue.it.connection"]],
    [
      "a lifecycle action",
      queue({ lifecycle: { action_trigger: {} } }),
      ["lifecycle at resource.aws_sqs_queue.it.lifecycle.action_trigger"],
    ],
    ["a resource of another provider", queue({ provider: "evil" }), ["provider at resource.aws_sqs_queue.it.provider"]],
    ["a computed provider", queue({ provider: "${aws}" }), ["provider at resource.aws_sqs_queue.it.provider"]],
    ["a resource that is not an object", resource("aws_sqs_queue", "x"), ["block at resource.aws_sqs_queue.it"]],
    [
      "a local file as a function",
      resource("aws_lambda_function", { ...FUNCTION, filename: "/etc/passwd" }),
      ["file at resource.aws_lambda_function.it.filename"],
    ],
    [
      "a local file as a layer",
      resource("aws_lambda_layer_version", { filename: "layer.zip" }),
      ["file at resource.aws_lambda_layer_version.it.filename"],
    ],
    [
      "an archive as a canary, whose zip has no hash in the plan",
      resource("aws_synthetics_canary", { zip_file: "${data.archive_file.code.output_path}" }),
      ["file at resource.aws_synthetics_canary.it.zip_file"],
    ],
    [
      "a local file as a canary",
      resource("aws_synthetics_canary", { zip_file: "x.zip" }),
      ["file at resource.aws_synthetics_canary.it.zip_file"],
    ],
    [
      "a local file as an object",
      resource("aws_s3_object", { source: "/proc/self/environ" }),
      ["file at resource.aws_s3_object.it.source"],
    ],
    ["a module", { module: { it: { source: "evil/module/aws" } } }, ["block at module"]],
    ["an import", { import: [{ to: "aws_sqs_queue.a", id: "x" }] }, ["block at import"]],
    ["a removal from the state", { removed: [{ from: "aws_sqs_queue.a" }] }, ["block at removed"]],
    ["an ephemeral resource", { ephemeral: { aws_secretsmanager_secret_version: { it: {} } } }, ["block at ephemeral"]],
    ["an action", { action: { aws_lambda_invoke: { it: {} } } }, ["block at action"]],
    ["a block with other capitalization", { Resource: {} }, ["block at Resource"]],
    [
      "another provider",
      required({ null: { source: "hashicorp/null", version: "3.2.0" } }),
      ["provider at terraform.required_providers.null"],
    ],
    [
      "a provider with the name of an Object method",
      required({ constructor: { source: "evil/x", version: "1.0.0" } }),
      ["provider at terraform.required_providers.constructor"],
    ],
    [
      "aws from another source",
      required({ aws: { source: "evil/aws", version: "5.100.0" } }),
      ["provider at terraform.required_providers.aws.source"],
    ],
    [
      "aws from another host",
      required({ aws: { source: "evil.example/hashicorp/aws", version: "5.100.0" } }),
      ["provider at terraform.required_providers.aws.source"],
    ],
    [
      "an unpinned version of aws",
      required({ aws: { source: "aws", version: ">= 1.0" } }),
      ["provider at terraform.required_providers.aws.version"],
    ],
    ["a provider as a text", required({ aws: "~> 3.0" }), ["provider at terraform.required_providers.aws"]],
    [
      "additional provider arguments",
      required({ aws: { ...REQUIRED_PROVIDERS.aws, configuration_aliases: [] } }),
      ["provider at terraform.required_providers.aws.configuration_aliases"],
    ],
    [
      "a second terraform block",
      { terraform: [STACK["terraform"], { cloud: { organization: "evil" } }] },
      ["terraform block at terraform[1].cloud"],
    ],
    [
      "a second backend",
      { terraform: [STACK["terraform"], { backend: { s3: BACKEND } }] },
      ["backend at terraform.backend"],
    ],
    ["provider metadata", terraform({ provider_meta: { aws: {} } }), ["terraform block at terraform.provider_meta"]],
    [
      "another backend type",
      terraform({ backend: { http: { address: "https://evil" } } }),
      ["backend at terraform.backend.http"],
    ],
    ["no backend", { terraform: { required_providers: REQUIRED_PROVIDERS } }, ["backend at terraform.backend"]],
    ["no terraform block", { terraform: undefined }, ["backend at terraform.backend"]],
    [
      "the state of another stack",
      backend({ key: "prod/job-poller.tfstate" }),
      ["backend at terraform.backend.s3.key"],
    ],
    ["another bucket", backend({ bucket: "evil" }), ["backend at terraform.backend.s3.bucket"]],
    ["another region of the bucket", backend({ region: "us-east-1" }), ["backend at terraform.backend.s3.region"]],
    ["a state in clear text", backend({ encrypt: false }), ["backend at terraform.backend.s3.encrypt"]],
    ["a state without lock", backend({ use_lockfile: undefined }), ["backend at terraform.backend.s3.use_lockfile"]],
    [
      "a custom endpoint of the state",
      backend({ endpoints: { s3: "https://evil" } }),
      ["backend at terraform.backend.s3.endpoints"],
    ],
    [
      "a role for the state",
      backend({ assume_role: { role_arn: "x" } }),
      ["backend at terraform.backend.s3.assume_role"],
    ],
    [
      "a custom AWS endpoint",
      provider({ endpoints: [{ sts: "https://evil" }] }),
      ["provider configuration at provider.aws[0].endpoints"],
    ],
    [
      "another role",
      provider({ assume_role: [{ role_arn: "x" }] }),
      ["provider configuration at provider.aws[0].assume_role"],
    ],
    ["a proxy", provider({ http_proxy: "http://evil" }), ["provider configuration at provider.aws[0].http_proxy"]],
    ["a profile", provider({ profile: "admin" }), ["provider configuration at provider.aws[0].profile"]],
    [
      "a computed provider argument",
      provider({ default_tags: [{ tags: { a: "${aws_sqs_queue.a.arn}" } }] }),
      ["provider configuration at provider.aws[0]"],
    ],
    [
      "another account",
      provider({ allowed_account_ids: ["123456789012", "999999999999"] }),
      ["provider configuration at provider.aws[0].allowed_account_ids"],
    ],
    ["another region", provider({ region: "us-east-1" }), ["provider configuration at provider.aws[0].region"]],
    [
      "a second provider without an account",
      { provider: { aws: [AWS, { alias: "b", region: "eu-west-1" }] } },
      ["provider configuration at provider.aws[1].allowed_account_ids"],
    ],
    ["no provider", { provider: {} }, ["provider at provider.aws"]],
    ["no provider block", { provider: undefined }, ["provider at provider.aws"]],
    ["a provider of its own", { provider: { aws: [AWS], evil: [{}] } }, ["provider at provider.evil[0]"]],
    [
      "a configured archive provider",
      { provider: { aws: [AWS], archive: [{ x: 1 }] } },
      ["provider configuration at provider.archive[0].x"],
    ],
    [
      "an archive of a parent folder",
      archive({ source_dir: "assets/../../.." }),
      ["archive at data.archive_file.code.source_dir"],
    ],
    ["an archive of the root", archive({ source_dir: "/" }), ["archive at data.archive_file.code.source_dir"]],
    [
      "an archive of all assets with dotfiles",
      archive({ source_dir: "assets/.git" }),
      ["archive at data.archive_file.code.source_dir"],
    ],
    [
      "an archive of a computed folder",
      archive({ source_dir: "assets/${local.a}" }),
      ["archive at data.archive_file.code.source_dir"],
    ],
    [
      "an archive of a local file",
      archive({ source_file: "/proc/self/environ" }),
      ["archive at data.archive_file.code.source_file"],
    ],
    [
      "an archive that overwrites a provider",
      archive({ output_path: ".terraform/providers/aws.zip" }),
      ["archive at data.archive_file.code.output_path"],
    ],
    [
      "an archive that overwrites the configuration",
      archive({ output_path: "cdk.tf.json" }),
      ["archive at data.archive_file.code.output_path"],
    ],
    [
      "an archive in another folder",
      archive({ output_path: "../code.zip" }),
      ["archive at data.archive_file.code.output_path"],
    ],
    [
      "an archive without a path",
      archive({ output_path: undefined }),
      ["archive at data.archive_file.code.output_path"],
    ],
    [
      "an archive of inline content",
      archive({ source: [{ content: "x", filename: "y" }] }),
      ["archive at data.archive_file.code.source"],
    ],
    [
      "an archive created only at apply",
      archive({ depends_on: ["aws_sqs_queue.a"] }),
      ["archive at data.archive_file.code.depends_on"],
    ],
    [
      "an archive with the output of a program",
      archive({ excludes: "${x}" }),
      ["archive at data.archive_file.code.excludes"],
    ],
  ])("rejects %s", (_, more, rules) => {
    expect(rulesOf(violationsOf(more))).toEqual(rules);
  });

  it("hides secrets and shortens long values", () => {
    const [secret, long, token] = [
      provider({ secret_key: "canary" }),
      provider({ profile: "x".repeat(500) }),
      provider({ profile: "AKIAIOSFODNN7EXAMPLE" }),
    ].map((more) => violationsOf(more)[0]?.given);

    expect(secret).toBe("(hidden)");
    expect(token).toBe("(hidden)");
    expect(long).toMatch(/^"x{159}…$/);
  });

  it("reports the members of an object, without line breaks", () => {
    const given = violationsOf(queue({ provisioner: [{ "local-exec": { command: "id" } }, "a\n::error::b"] }))[0]
      ?.given;

    expect(given).toBe(String.raw`[{ "local-exec" }, "a\n::error::b"]`);
  });
});

describe("checkStack with the text of cdk.tf.json", () => {
  const text = JSON.stringify(STACK);

  it.each([
    ["is not valid JSON", text.slice(1)],
    ["is an array, which Terraform accepts", `[${text}]`],
    ["starts with a byte order mark", `\uFEFF${text}`],
    ["has a duplicate block, of which JavaScript reads the last", text.replace("{", '{"data":{"external":{"a":{}}},')],
    [
      "hides a duplicate block behind a non-canonical number",
      text.replace("{", '{"data":{"external":{"a":{"b":1e9}}},'),
    ],
    ["has a redundant escape", text.replace('"provider"', String.raw`"\u0070rovider"`)],
  ])("rejects a file that %s", (_, config) => {
    expect(rulesOf(check(config))).toEqual(["json at cdk.tf.json"]);
  });
});

describe("checkStack with expressions", () => {
  const textOf = (value: string): string[] => rulesOf(violationsOf({ output: { it: { value } } }));

  it.each([
    '${jsonencode({"a": 1})}',
    "${element(data.aws_availability_zones.a.names, 0)}",
    "${aws_sqs_queue.path.arn}",
    "${[for a in (local.b) : a if (a != 1)]}",
    "file(x) outside of an expression",
    "terraform.workspace outside of an expression",
  ])("accepts %s", (value) => {
    expect(textOf(value)).toEqual([]);
  });

  it.each([
    ['${file("/etc/passwd")}', "file"],
    ['${templatefile("/etc/passwd", {})}', "templatefile"],
    ['${filebase64sha256("x")}', "filebase64sha256"],
    ['${file ("x")}', "file"],
    ['${file/* a */("x")}', "file"],
    ['${file/* a */ /* b */("x")}', "file"],
    ["${\n file #!\n (x)}", "file"],
    ["${\n file //!\n (x)}", "file"],
    ['${join("/*", [file("x")], "*/")}', "file"],
    ['${jsonencode(file("x"))}', "file"],
    ['%{ if true }${file("x")}%{ endif }', "file"],
    ['%{ for a in fileset("/", "*") }${a}%{ endfor }', "fileset"],
    ['text "${upper("${file("x")}")}"', "file"],
    ["${provider::aws::arn_parse(x)}", "arn_parse"],
    ["${timestamp()}", "timestamp"],
    ["${nonsensitive(x)}", "nonsensitive"],
    ['$${file("x")}', "file"],
  ])("rejects the function in %s", (value, name) => {
    expect(textOf(value)).toEqual([`function ${name} at output.it.value`]);
  });

  it.each(["${path.module}", "${ path /* a */ . root }", "${terraform.workspace}", "${1-path.cwd}"])(
    "rejects machine-dependent values: %s",
    (value) => {
      expect(textOf(value)).toEqual(["place at output.it.value"]);
    },
  );

  it("finds functions in member names and in arrays", () => {
    const text = '${file("x")}';

    expect(rulesOf(violationsOf(queue({ tags: { [text]: "a" }, list: ["a", text] })))).toEqual([
      `function file at resource.aws_sqs_queue.it.tags[${JSON.stringify(text)}]`,
      "function file at resource.aws_sqs_queue.it.list[1]",
    ]);
  });

  it("takes linear time with many comments", () => {
    expect(textOf(`\${a${"/**/".repeat(20_000)}x}`)).toEqual([]);
  });
});

describe("checkStack with other files", () => {
  it.each([
    "evil.tf",
    "override.tf.json",
    "cdk_override.tf.json",
    "terraform.tfvars",
    "a.auto.tfvars.json",
    ".terraformrc",
    ".terraform.lock.hcl",
    ".terraform/providers/registry/aws",
    "terraform.tfstate",
    "code.zip",
    "assets/../evil.tf",
    "assets/.hidden",
    "/etc/passwd",
    "assets",
  ])("rejects %s", (path) => {
    expect(rulesOf(violationsOf({}, [...FILES, { path, kind: "file" }]))).toEqual([`file at ${path}`]);
  });

  it.each(["symlink", "other"] as const)("rejects a file of the kind %s, even as an asset or cdk.tf.json", (kind) => {
    const files = [
      { path: "cdk.tf.json", kind },
      { path: "assets/code/index.js", kind },
    ];

    expect(rulesOf(violationsOf({}, files))).toEqual([
      "file at cdk.tf.json",
      "file at assets/code/index.js",
      "file at cdk.tf.json",
    ]);
  });

  it("rejects a folder that Terraform reads", () => {
    expect(rulesOf(violationsOf({}, [...FILES, { path: ".terraform", kind: "directory" }]))).toEqual([
      "file at .terraform",
    ]);
  });

  it("does not report the files of a rejected folder", () => {
    const left = [
      { path: ".terraform", kind: "directory" as const },
      { path: ".terraform/providers", kind: "directory" as const },
      { path: ".terraform/providers/aws", kind: "symlink" as const },
      { path: ".terraform.lock.hcl", kind: "file" as const },
    ];

    expect(rulesOf(violationsOf({}, [...FILES, ...left]))).toEqual([
      "file at .terraform",
      "file at .terraform.lock.hcl",
    ]);
  });
});

describe("provider lock file", () => {
  const check = (lock: string): string[] =>
    checkStack({ expected: EXPECTED, config: JSON.stringify(STACK), lock, files: FILES }).map(
      ({ rule, given, advice }) => `${rule}: ${given}: ${advice}`,
    );

  it("accepts the providers in the versions of cdk.tf.json", () => {
    const archive = givenLock("2.7.1", "registry.terraform.io/hashicorp/archive");

    expect(check(`${givenLock("5.100.0")}${archive}`)).toEqual([]);
    expect(violationsOf({}, [...FILES, { path: "providers.lock.hcl", kind: "file" }])).toEqual([]);
  });

  it.each([
    ["another version", givenLock("5.99.0"), 'cdk.tf.json requires "5.100.0"; run: npm run providers:lock'],
    ["another provider", givenLock("1.0.0", "registry.terraform.io/evil/aws"), "use only aws and archive"],
    ["another registry", givenLock("5.100.0", "evil.example/hashicorp/aws"), "use only aws and archive"],
    ["other content", "plugin_cache_dir = 1", "is not a provider lock file that Terraform wrote"],
  ])("rejects %s", (_, lock, advice) => {
    expect(check(lock)).toEqual([expect.stringContaining(advice)]);
  });
});
