import { App } from "cdktf";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { DEPLOYED_PARTS } from "../config/deployed-parts";
import { parseDeploymentConfig, type Environment } from "../config/deployment-config";
import { addEnvironment } from "../stacks/environment";

/** Minimum settings of a deployment. */
export const GIVEN_SETTINGS = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "eu-west-1", AWS_ACCOUNT_ID: "123456789012" };

/** Settings of the schedule, the S3 trigger and the notifications. */
export const START_OPTIONS = {
  SCHEDULE_EXPRESSION: "rate(1 hour)",
  SCHEDULE_INPUT: '{"jobName":"hourly"}',
  S3_START_BUCKET: "incoming-files",
  S3_START_INPUT: '{"jobName":"import","parameters":{"bucket":"<bucket>","key":"<key>"}}',
  NOTIFICATION_TOPIC: "create",
};

/** Settings of a job with an image in a private repository. */
export const JOB_OPTIONS = { JOB_IMAGE: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/team/job:7" };

const attributes = z.record(z.string(), z.unknown());
const blocks = z.record(z.string(), z.record(z.string(), attributes));
const stackSchema = z.object({
  data: blocks.default({}),
  locals: z.record(z.string(), z.unknown()).optional(),
  output: z.record(z.string(), z.object({ value: z.string() })).default({}),
  provider: z.record(z.string(), z.array(attributes)),
  resource: blocks.default({}),
  terraform: attributes,
});

const LAMBDAS = join(__dirname, "..", "lambdas");

/** Synthesized stack, as read by Terraform. */
export type SynthesizedStack = z.infer<typeof stackSchema>;

export interface SynthesizedEnvironment {
  readonly stateBackend: SynthesizedStack;
  readonly batch: SynthesizedStack;
  readonly jobPoller: SynthesizedStack;
  /** Stacks that pipelines deploy. */
  readonly deployed: readonly SynthesizedStack[];
}

/** Runs `use` with a folder of stand-ins for built functions. Their content is fixed, and so are their hashes. */
export function withGivenFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "job-status-poller-test-"));
  for (const name of readdirSync(LAMBDAS).filter((one) => existsSync(join(LAMBDAS, one, "handler.ts")))) {
    mkdirSync(join(folder, "bundles", name), { recursive: true });
    writeFileSync(join(folder, "bundles", name, "index.js"), "exports.handler = () => undefined;\n");
  }
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Synthesizes an environment as main.ts does, with cdktf's own validation; `settings` are added to the minimum. */
export function synthEnvironment(settings: Environment = {}): SynthesizedEnvironment {
  const config = parseDeploymentConfig({ ...GIVEN_SETTINGS, ...settings });
  return withGivenFolder((folder) => {
    const app = new App({ outdir: join(folder, "out") });
    addEnvironment(app, { config, lambdaCodePath: join(folder, "bundles") });
    app.synth();
    const read = (stackName: string): SynthesizedStack => readStack(join(app.outdir, "stacks", stackName));
    return {
      stateBackend: read(`state-backend-${config.environment}`),
      batch: read(`batch-${config.environment}`),
      jobPoller: read(`job-poller-${config.environment}`),
      deployed: DEPLOYED_PARTS.map((part) => read(`${part}-${config.environment}`)),
    };
  });
}

/** Reads the cdk.tf.json in a stack's folder. */
export function readStack(folder: string): SynthesizedStack {
  return stackSchema.parse(JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"), withoutMetadata));
}

/** Returns the resources of one type in a stack, in the order of their names. */
export function resourcesOf(stack: SynthesizedStack, type: string): readonly Readonly<Record<string, unknown>>[] {
  return Object.values(stack.resource[type] ?? {});
}

/** Returns the only resource of a type in a stack. */
export function resourceOf(stack: SynthesizedStack, type: string): Readonly<Record<string, unknown>> {
  const [resource, ...others] = resourcesOf(stack, type);
  if (resource === undefined || others.length > 0) throw new Error(`expected one ${type}, got ${others.length + 1}`);
  return resource;
}

/** Removes the metadata that cdktf writes under "//". */
function withoutMetadata(key: string, value: unknown): unknown {
  return key === "//" ? undefined : value;
}
