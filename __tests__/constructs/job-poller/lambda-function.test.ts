import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { LambdaFunction } from "../../../constructs/job-poller/lambda-function";
import { GIVEN_LOCATION, onlyOf, synthConstruct } from "../synth-construct";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lambda-function-test-"));
  mkdirSync(join(folder, "bundle"));
  writeFileSync(join(folder, "bundle", "index.js"), "exports.handler = () => undefined;\n");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const givenProps = (codePath: string) => ({
  location: GIVEN_LOCATION,
  name: "poller-dev-check-job",
  description: "Looks at a job",
  codePath,
  statements: [],
  logRetentionDays: 30,
});

function synthFunction(codePath = join(folder, "bundle")): ReturnType<typeof synthConstruct> {
  return synthConstruct((scope) => {
    new LambdaFunction(scope, "check-job", givenProps(codePath));
  });
}

describe("LambdaFunction", () => {
  it("reports how to build the function if it has not been built", () => {
    const codePath = join(folder, "nothing-here");

    expect(() => synthFunction(codePath)).toThrow(
      `the Lambda bundle ${join(codePath, "index.js")} does not exist: run "npm run build" first`,
    );
  });

  it("rejects a runtime that the AWS provider does not accept", () => {
    const synth = (): unknown =>
      synthConstruct((scope) => {
        new LambdaFunction(scope, "check-job", { ...givenProps(join(folder, "bundle")), runtime: "nodejs24.x" });
      });

    expect(synth).toThrow(
      'lambdaRuntime must be a runtime that the AWS provider 5.100.0 accepts (nodejs22.x), got "nodejs24.x"',
    );
  });

  it("runs on Node 22 on arm64, writes JSON to its own log group and is traced", () => {
    const { resource } = synthFunction();

    expect(onlyOf(resource, "aws_lambda_function")).toMatchObject({
      function_name: "poller-dev-check-job",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      timeout: 30,
      memory_size: 256,
      environment: { variables: { NODE_OPTIONS: "--enable-source-maps" } },
      logging_config: { log_format: "JSON", log_group: "/aws/lambda/poller-dev-check-job" },
      tracing_config: { mode: "Active" },
    });
    expect(onlyOf(resource, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/lambda/poller-dev-check-job",
      retention_in_days: 30,
    });
  });

  it("zips relative paths with fixed modes, so that the hash is the same in every clone", () => {
    const { data, resource } = synthFunction();

    const archive = z
      .looseObject({ source_dir: z.string(), output_path: z.string() })
      .parse(onlyOf(data, "archive_file"));
    expect(archive).toMatchObject({ type: "zip", output_file_mode: "0644", output_path: "poller-dev-check-job.zip" });
    expect(isAbsolute(archive.source_dir)).toBe(false);
    const lambda = z
      .object({ filename: z.string(), source_code_hash: z.string() })
      .parse(onlyOf(resource, "aws_lambda_function"));
    expect(lambda.filename).toMatch(/^\$\{data\.archive_file\..*\.output_path\}$/);
    expect(lambda.source_code_hash).toMatch(/^\$\{data\.archive_file\..*\.output_base64sha256\}$/);
  });

  it("includes its code in the synthesized stack", () => {
    const app = new App({ outdir: join(folder, "out") });
    const stack = new TerraformStack(app, "stack");
    new AwsProvider(stack, "aws");
    new ArchiveProvider(stack, "archive");
    new LambdaFunction(stack, "check-job", givenProps(join(folder, "bundle")));

    app.synth();

    const stackFolder = join(folder, "out", "stacks", "stack");
    const { data } = z
      .object({ data: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))) })
      .parse(JSON.parse(readFileSync(join(stackFolder, "cdk.tf.json"), "utf8")));
    const { source_dir: sourceDir } = z.object({ source_dir: z.string() }).parse(onlyOf(data, "archive_file"));
    expect(readdirSync(join(stackFolder, sourceDir))).toEqual(["index.js"]);
  });
});
