import type { JsonObject } from "../../../delivery/json";
import {
  ARCHIVE,
  AWS,
  BACKEND,
  check,
  FILES,
  FUNCTION,
  REQUIRED_PROVIDERS,
  rulesOf,
  STACK,
  violationsOf,
} from "./given-stack";

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

describe("the firewall", () => {
  it("lets a stack through that nothing is wrong with, however it is spaced", () => {
    expect(violationsOf({})).toEqual([]);
    expect(check(JSON.stringify(STACK))).toEqual([]);
  });

  it("lets through what does no harm", () => {
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

  it("says where, what rule, what was given, and what to do", () => {
    const advice: unknown = expect.stringMatching(
      /^pass the value by a setting; only archive_file, .+ can be read while planning$/,
    );

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
    ["a Lambda that runs while planning", data("aws_lambda_invocation"), ["data source at data.aws_lambda_invocation"]],
    ["data in an array", { data: [{ external: [{ it: {} }] }] }, ["data source at data[0].external"]],
    [
      "data in a check",
      { check: { it: { data: { http: { it: {} } }, assert: {} } } },
      ["data source at check.it.data.http"],
    ],
    ["more in a check", { check: { it: { action: {} } } }, ["check at check.it.action"]],
    [
      "a provisioner in data",
      data("aws_region", { provisioner: {} }),
      ["provisioner at data.aws_region.it.provisioner"],
    ],
    [
      "a resource of a provider without a name",
      resource("null_resource", {}),
      ["resource type at resource.null_resource"],
    ],
    ["a file as a resource", resource("local_file", {}), ["resource type at resource.local_file"]],
    ["a resource that is built in", resource("terraform_data", {}), ["resource type at resource.terraform_data"]],
    ["a type that looks like one of AWS", resource("aws_x.y", {}), ['resource type at resource["aws_x.y"]']],
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
      "an action when it changes",
      queue({ lifecycle: { action_trigger: {} } }),
      ["lifecycle at resource.aws_sqs_queue.it.lifecycle.action_trigger"],
    ],
    ["a resource of another provider", queue({ provider: "evil" }), ["provider at resource.aws_sqs_queue.it.provider"]],
    ["a provider that is computed", queue({ provider: "${aws}" }), ["provider at resource.aws_sqs_queue.it.provider"]],
    ["a resource that is no object", resource("aws_sqs_queue", "x"), ["block at resource.aws_sqs_queue.it"]],
    [
      "a file of the machine as a function",
      resource("aws_lambda_function", { ...FUNCTION, filename: "/etc/passwd" }),
      ["file at resource.aws_lambda_function.it.filename"],
    ],
    [
      "a file of the machine as a canary",
      resource("aws_synthetics_canary", { zip_file: "x.zip" }),
      ["file at resource.aws_synthetics_canary.it.zip_file"],
    ],
    [
      "a file of the machine as an object",
      resource("aws_s3_object", { source: "/proc/self/environ" }),
      ["file at resource.aws_s3_object.it.source"],
    ],
    ["a module", { module: { it: { source: "evil/module/aws" } } }, ["block at module"]],
    ["an import", { import: [{ to: "aws_sqs_queue.a", id: "x" }] }, ["block at import"]],
    ["a removal from the state", { removed: [{ from: "aws_sqs_queue.a" }] }, ["block at removed"]],
    ["an ephemeral resource", { ephemeral: { aws_secretsmanager_secret_version: { it: {} } } }, ["block at ephemeral"]],
    ["an action", { action: { aws_lambda_invoke: { it: {} } } }, ["block at action"]],
    ["a block of another case", { Resource: {} }, ["block at Resource"]],
    [
      "another provider",
      required({ null: { source: "hashicorp/null", version: "3.2.0" } }),
      ["provider at terraform.required_providers.null"],
    ],
    [
      "a provider called like a member of every object",
      required({ constructor: { source: "evil/x", version: "1.0.0" } }),
      ["provider at terraform.required_providers.constructor"],
    ],
    [
      "aws from elsewhere",
      required({ aws: { source: "evil/aws", version: "5.100.0" } }),
      ["provider at terraform.required_providers.aws.source"],
    ],
    [
      "aws from another host",
      required({ aws: { source: "evil.example/hashicorp/aws", version: "5.100.0" } }),
      ["provider at terraform.required_providers.aws.source"],
    ],
    [
      "any version of aws",
      required({ aws: { source: "aws", version: ">= 1.0" } }),
      ["provider at terraform.required_providers.aws.version"],
    ],
    ["a provider as a text", required({ aws: "~> 3.0" }), ["provider at terraform.required_providers.aws"]],
    [
      "more about a provider",
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
    [
      "settings for modules of a provider",
      terraform({ provider_meta: { aws: {} } }),
      ["terraform block at terraform.provider_meta"],
    ],
    [
      "another kind of backend",
      terraform({ backend: { http: { address: "https://evil" } } }),
      ["backend at terraform.backend.http"],
    ],
    ["no backend", { terraform: { required_providers: REQUIRED_PROVIDERS } }, ["backend at terraform.backend"]],
    ["no terraform block", { terraform: undefined }, ["backend at terraform.backend"]],
    [
      "another stack's state as its own",
      backend({ key: "prod/job-poller.tfstate" }),
      ["backend at terraform.backend.s3.key"],
    ],
    ["another bucket", backend({ bucket: "evil" }), ["backend at terraform.backend.s3.bucket"]],
    ["another region of the bucket", backend({ region: "us-east-1" }), ["backend at terraform.backend.s3.region"]],
    ["a state in clear text", backend({ encrypt: false }), ["backend at terraform.backend.s3.encrypt"]],
    ["a state without lock", backend({ use_lockfile: undefined }), ["backend at terraform.backend.s3.use_lockfile"]],
    [
      "an endpoint for the state",
      backend({ endpoints: { s3: "https://evil" } }),
      ["backend at terraform.backend.s3.endpoints"],
    ],
    [
      "a role for the state",
      backend({ assume_role: { role_arn: "x" } }),
      ["backend at terraform.backend.s3.assume_role"],
    ],
    [
      "an endpoint of AWS",
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
      "a provider that is computed",
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
      "an archive of a folder above",
      archive({ source_dir: "assets/../../.." }),
      ["archive at data.archive_file.code.source_dir"],
    ],
    ["an archive of the root", archive({ source_dir: "/" }), ["archive at data.archive_file.code.source_dir"]],
    [
      "an archive of all assets and what is hidden there",
      archive({ source_dir: "assets/.git" }),
      ["archive at data.archive_file.code.source_dir"],
    ],
    [
      "an archive of a computed folder",
      archive({ source_dir: "assets/${local.a}" }),
      ["archive at data.archive_file.code.source_dir"],
    ],
    [
      "an archive of a file of the machine",
      archive({ source_file: "/proc/self/environ" }),
      ["archive at data.archive_file.code.source_file"],
    ],
    [
      "an archive over a provider",
      archive({ output_path: ".terraform/providers/aws.zip" }),
      ["archive at data.archive_file.code.output_path"],
    ],
    [
      "an archive over the configuration",
      archive({ output_path: "cdk.tf.json" }),
      ["archive at data.archive_file.code.output_path"],
    ],
    [
      "an archive elsewhere",
      archive({ output_path: "../code.zip" }),
      ["archive at data.archive_file.code.output_path"],
    ],
    [
      "an archive without a path",
      archive({ output_path: undefined }),
      ["archive at data.archive_file.code.output_path"],
    ],
    [
      "an archive of contents",
      archive({ source: [{ content: "x", filename: "y" }] }),
      ["archive at data.archive_file.code.source"],
    ],
    [
      "an archive that is made only at the apply",
      archive({ depends_on: ["aws_sqs_queue.a"] }),
      ["archive at data.archive_file.code.depends_on"],
    ],
    [
      "an archive without what a program says",
      archive({ excludes: "${x}" }),
      ["archive at data.archive_file.code.excludes"],
    ],
  ])("stops %s", (_, more, rules) => {
    expect(rulesOf(violationsOf(more))).toEqual(rules);
  });

  it("repeats no secret, and nothing at length", () => {
    const [secret, long, token] = [
      provider({ secret_key: "canary" }),
      provider({ profile: "x".repeat(500) }),
      provider({ profile: "AKIAIOSFODNN7EXAMPLE" }),
    ].map((more) => violationsOf(more)[0]?.given);

    expect(secret).toBe("(hidden)");
    expect(token).toBe("(hidden)");
    expect(long).toMatch(/^"x{159}…$/);
  });

  it("names the members of an object, and breaks no line of a log", () => {
    const given = violationsOf(queue({ provisioner: [{ "local-exec": { command: "id" } }, "a\n::error::b"] }))[0]
      ?.given;

    expect(given).toBe(String.raw`[{ "local-exec" }, "a\n::error::b"]`);
  });
});

describe("the text of cdk.tf.json", () => {
  const text = JSON.stringify(STACK);

  it.each([
    ["is no JSON", text.slice(1)],
    ["is an array, which Terraform would take", `[${text}]`],
    ["begins with a byte order mark", `\uFEFF${text}`],
    ["has a block twice, of which JavaScript sees the last", text.replace("{", '{"data":{"external":{"a":{}}},')],
    [
      "hides a block twice behind a number that is written shorter",
      text.replace("{", '{"data":{"external":{"a":{"b":1e9}}},'),
    ],
    ["has an escape that is not needed", text.replace('"provider"', String.raw`"\u0070rovider"`)],
  ])("is refused when it %s", (_, config) => {
    expect(rulesOf(check(config))).toEqual(["json at cdk.tf.json"]);
  });
});

describe("a function in an expression", () => {
  const textOf = (value: string): string[] => rulesOf(violationsOf({ output: { it: { value } } }));

  it.each([
    '${jsonencode({"a": 1})}',
    "${element(data.aws_availability_zones.a.names, 0)}",
    "${aws_sqs_queue.path.arn}",
    "${[for a in (local.b) : a if (a != 1)]}",
    "file(x) outside of an expression",
    "terraform.workspace outside of an expression",
  ])("is let through in %s", (value) => {
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
  ])("is stopped in %s", (value, name) => {
    expect(textOf(value)).toEqual([`function ${name} at output.it.value`]);
  });

  it.each(["${path.module}", "${ path /* a */ . root }", "${terraform.workspace}", "${1-path.cwd}"])(
    "may not ask what differs from machine to machine: %s",
    (value) => {
      expect(textOf(value)).toEqual(["place at output.it.value"]);
    },
  );

  it("is found in the name of a member, and in an array", () => {
    const text = '${file("x")}';

    expect(rulesOf(violationsOf(queue({ tags: { [text]: "a" }, list: ["a", text] })))).toEqual([
      `function file at resource.aws_sqs_queue.it.tags[${JSON.stringify(text)}]`,
      "function file at resource.aws_sqs_queue.it.list[1]",
    ]);
  });

  it("is looked for without much ado, however many comments there are", () => {
    expect(textOf(`\${a${"/**/".repeat(20_000)}x}`)).toEqual([]);
  });
});

describe("a file beside cdk.tf.json", () => {
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
  ])("is refused: %s", (path) => {
    expect(rulesOf(violationsOf({}, [...FILES, { path, kind: "file" }]))).toEqual([`file at ${path}`]);
  });

  it.each(["symlink", "other"] as const)("is refused when it is a %s, even an asset or the file itself", (kind) => {
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

  it("is refused when it is a folder that Terraform looks into", () => {
    expect(rulesOf(violationsOf({}, [...FILES, { path: ".terraform", kind: "directory" }]))).toEqual([
      "file at .terraform",
    ]);
  });

  it("is not named again when its folder is refused", () => {
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
