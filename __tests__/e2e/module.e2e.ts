import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { JobPoller } from "../../constructs/job-poller/job-poller";
import { resourceName } from "../../tools/module/synthesize-variant";
import { ACCOUNT_ID, REGION, startCloud, type Cloud } from "./support/cloud";
import { runCommand, runOrThrow } from "./support/command";
import { listAccount } from "./support/inventory";
import { step } from "./support/steps";

const ROOT = join(__dirname, "..", "..");
const MINUTE_MS = 60_000;
const BATCH = `arn:aws:batch:${REGION}:${ACCOUNT_ID}`;

let cloud: Cloud;
let folder: string;
let before: string[];

beforeAll(async () => {
  cloud = await startCloud();
  folder = await mkdtemp(join(tmpdir(), "a module "));
  before = await listAccount(cloud);
}, 5 * MINUTE_MS);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await cloud.stop();
});

const program = (): string => cloud.environment["TERRAFORM_BINARY_NAME"] ?? "terraform";
const terraform = (cwd: string, ...args: string[]) =>
  runOrThrow(program(), [...args, "-no-color"], { cwd, environment: cloud.environment });
const apply = (cwd: string, ...args: string[]) => terraform(cwd, "apply", "-auto-approve", "-input=false", ...args);

const resourceSchema = z.object({
  type: z.string(),
  name: z.string(),
  mode: z.string(),
  values: z.record(z.string(), z.unknown()),
});
const moduleSchema = z.object({ resources: z.array(resourceSchema).default([]) });
const stateSchema = z.object({
  values: z.object({ root_module: moduleSchema.extend({ child_modules: z.array(moduleSchema).default([]) }) }),
});

/** Attributes of the zip, and those that the account chooses at creation. */
const OTHER_PER_CREATION =
  /^(filename|source_code_hash|source_code_size|code_sha256|last_modified|create_date|creation_date|unique_id|revision_id|state_machine_version_arn|stream_label)$/;

/** Returns the attributes of each resource in the state, by its address in the module. */
async function attributesOf(cwd: string): Promise<Map<string, Record<string, unknown>>> {
  const { values } = stateSchema.parse(JSON.parse(await terraform(cwd, "show", "-json")));
  const { resources, child_modules: children } = values.root_module;
  return new Map(
    [...resources, ...children.flatMap((child) => child.resources)]
      .filter(({ mode }) => mode === "managed")
      .map(({ type, name, values: attributes }) => [
        `${type}.${resourceName(name)}`,
        Object.fromEntries(Object.entries(attributes).filter(([key]) => !OTHER_PER_CREATION.test(key))),
      ]),
  );
}

/** Writes a root module like the one in docs/terraform-module.md, and returns its folder. */
async function givenRoot(): Promise<string> {
  const page = await readFile(join(ROOT, "docs", "terraform-module.md"), "utf8");
  const [, shown = ""] = /```hcl\n([^]+?)```/.exec(page) ?? [];
  const text = shown.replaceAll(/^ {3}/gm, "").replaceAll("eu-west-1", REGION).replaceAll("123456789012", ACCOUNT_ID);
  expect(text.trim().split("\n").length).toBeLessThanOrEqual(15);
  await writeFile(join(folder, "main.tf"), text);
  return folder;
}

step(
  "writes the module, and applies the root module of the documentation",
  async () => {
    const out = ["--out", join(folder, "module")];
    await runOrThrow("node", ["--import", "tsx", "tools/write-module.ts", ...out], {
      cwd: ROOT,
      environment: cloud.environment,
    });
    const root = await givenRoot();
    await terraform(root, "init", "-input=false");
    await terraform(root, "fmt", "-check", "-recursive");
    await terraform(root, "validate");

    expect(await apply(root)).toMatch(/Apply complete! Resources: \d\d added/);
    expect(
      (await runCommand(program(), ["plan", "-detailed-exitcode"], { cwd: root, environment: cloud.environment }))
        .exitCode,
    ).toBe(0);
  },
  5 * MINUTE_MS,
);

let ofModule: Map<string, Record<string, unknown>>;

step(
  "changes only what a variable decides on",
  async () => {
    ofModule = await attributesOf(folder);
    const main = join(folder, "main.tf");
    const text = await readFile(main, "utf8");
    await writeFile(main, text.replace('source              = "./module"', "$&\n  log_retention_days  = 90"));

    expect(await apply(folder)).toContain("Apply complete! Resources: 0 added, 4 changed, 0 destroyed.");
  },
  5 * MINUTE_MS,
);

step(
  "destroys everything",
  async () => {
    await terraform(folder, "destroy", "-auto-approve", "-input=false");

    expect(await listAccount(cloud)).toEqual(before);
  },
  5 * MINUTE_MS,
);

step(
  "created the same resources as the construct, attribute by attribute",
  async () => {
    const outdir = join(folder, "construct");
    mkdirSync(outdir);
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "construct");
    new AwsProvider(stack, "aws", { region: REGION });
    new ArchiveProvider(stack, "archive");
    new JobPoller(stack, "Default", {
      region: REGION,
      account: ACCOUNT_ID,
      namePrefix: "reports",
      jobQueueArns: [`${BATCH}:job-queue/reports`],
      jobDefinitionArns: [`${BATCH}:job-definition/monthly-report`],
    });
    app.synth();
    const cwd = join(outdir, "stacks", "construct");
    await terraform(cwd, "init", "-input=false");
    await apply(cwd);

    const ofConstruct = await attributesOf(cwd);

    expect([...ofModule.keys()].sort()).toEqual([...ofConstruct.keys()].sort());
    for (const [address, attributes] of ofConstruct)
      expect({ address, ...ofModule.get(address) }).toEqual({ address, ...attributes });
  },
  5 * MINUTE_MS,
);
