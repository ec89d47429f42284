import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, Lazy, TerraformOutput, TerraformStack } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JobPoller } from "../../constructs/job-poller/job-poller";
import type { JobPollerProps } from "../../constructs/job-poller/props";
import { mapMembers, mapValues, membersOf, parseJsonObject, type JsonObject } from "./json";
import { OUTPUTS } from "./outputs";
import { replacePlaceholders } from "./placeholders";

const STACK = "module";

/** Blocks of the stack that the module has or reads; the root module configures backend and providers. */
const BLOCKS = ["check", "output", "resource", "terraform"];

/** Synthesizes a JobPoller with placeholders, and returns its blocks as a module contains them. */
export function synthesizeVariant(props: JobPollerProps): JsonObject {
  const outdir = mkdtempSync(join(tmpdir(), "poller-module-"));
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, STACK);
    new AwsProvider(stack, "aws");
    new ArchiveProvider(stack, "archive");
    // The ID `Default` is not part of the resource addresses.
    const jobPoller = new JobPoller(stack, "Default", props);
    for (const { name, description, value } of OUTPUTS)
      // A token, because cdktf handles lists and maps with a function that Node deprecates, which prints a warning.
      new TerraformOutput(stack, name, { description, value: Lazy.anyValue({ produce: () => value(jobPoller) }) });
    app.synth();
    const synthesized = readFileSync(join(outdir, "stacks", STACK, "cdk.tf.json"), "utf8");
    return toModule(parseJsonObject(renameResources(synthesized)));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Resource ID of cdktf, like `submit-job_LogGroup_9563A3C2`. */
const RESOURCE_ID = /[A-Za-z][\w-]*_[\dA-F]{8}(?![\w-])/g;

/** Returns the name of a resource in the module, like `submit_job_log_group`, by its ID or its name there. */
export const resourceName = (id: string): string =>
  id
    .replace(/_[\dA-F]{8}$/, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_")
    .replaceAll("-", "_")
    .toLowerCase();

/** @throws Error if two resources of a type would have the same name */
function renameResources(synthesized: string): string {
  for (const [type, resources] of Object.entries(membersOf(parseJsonObject(synthesized)["resource"]))) {
    const names = Object.keys(membersOf(resources)).map(resourceName);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`two resources of the construct would be ${type}.${twice}`);
  }
  return synthesized.replaceAll(RESOURCE_ID, resourceName);
}

/** Name of a function in the address of its bundle. */
const BUNDLE = /\$\{data\.archive_file\.(\w+)_bundle\.(output_path|output_base64sha256)\}/g;

/** The module contains the zips, so that it needs no other provider. */
const packagedCode = (_: string, bundle: string, attribute: string): string => {
  const path = `\${path.module}/${zipPath(bundle.replaceAll("_", "-"))}`;
  return attribute === "output_path" ? path : `\${filebase64sha256("${path}")}`;
};

/** Path of the zip of a function in the module. */
export const zipPath = (functionName: string): string => `lambdas/${functionName}.zip`;

function toModule(synthesized: JsonObject): JsonObject {
  const blocks = Object.fromEntries(BLOCKS.map((block) => [block, synthesized[block] ?? {}]));
  return mapMembers(replacePlaceholders(blocks), (block) =>
    mapValues(block, (value) =>
      typeof value !== "string"
        ? undefined
        : value
            .replaceAll(BUNDLE, packagedCode)
            // The module does not know its own address.
            .replace("-replace=aws_", "-replace=module.NAME.aws_"),
    ),
  );
}
