import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";

const root = join(__dirname, "..", "..");
const folder = join(".github", "workflows");

/** GitHub's runner, unless the variable RUNS_ON has a label or a JSON array of labels. */
const RUNNER = "${{ startsWith(vars.RUNS_ON, '[') && fromJSON(vars.RUNS_ON) || vars.RUNS_ON || 'ubuntu-24.04' }}";

const scalars = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const permissions = z.record(z.string(), z.string());
const stepSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  "continue-on-error": z.literal(true).optional(),
  with: scalars.default({}),
  env: scalars.default({}),
});
const concurrencySchema = z.strictObject({
  group: z.string(),
  "cancel-in-progress": z.boolean(),
  queue: z.literal("max").optional(),
});
const jobSchema = z.strictObject({
  name: z.string().optional(),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  if: z.string().optional(),
  strategy: z.looseObject({ matrix: z.record(z.string(), z.unknown()) }).optional(),
  "runs-on": z.literal(RUNNER).optional(),
  "timeout-minutes": z.number().optional(),
  environment: z.string().optional(),
  concurrency: concurrencySchema.optional(),
  permissions,
  outputs: scalars.default({}),
  env: scalars.default({}),
  uses: z.string().optional(),
  with: scalars.default({}),
  steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  concurrency: concurrencySchema.optional(),
  jobs: z.record(z.string(), jobSchema),
});
const actionSchema = z.object({ runs: z.object({ steps: z.array(stepSchema) }) });

export type Step = z.infer<typeof stepSchema>;
export type Job = z.infer<typeof jobSchema>;
export type Workflow = z.infer<typeof workflowSchema>;

export const readText = (path: string): string => readFileSync(join(root, path), "utf8");

/** Workflows by file name. The schema rejects unknown members. */
export const WORKFLOWS: Readonly<Record<string, Workflow>> = Object.fromEntries(
  readdirSync(join(root, folder)).map((file) => [file, workflowSchema.parse(parse(readText(join(folder, file))))]),
);

const SET_UP_PATH = ".github/actions/set-up/action.yml";
export const SET_UP_STEPS = actionSchema.parse(parse(readText(SET_UP_PATH))).runs.steps;

/** Paths of all workflows and local actions. */
export const PATHS = [...Object.keys(WORKFLOWS).map((file) => `${folder}/${file}`), SET_UP_PATH];

export interface NamedJob {
  /** `FILE/JOB`. */
  readonly id: string;
  readonly file: string;
  readonly workflow: Workflow;
  readonly job: Job;
}

/** All jobs of all workflows. */
export const JOBS: readonly NamedJob[] = Object.entries(WORKFLOWS).flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ id: `${file}/${name}`, file, workflow, job })),
);

/** All steps of all workflows and local actions, with their location. */
export const STEPS: readonly { readonly where: string; readonly step: Step }[] = [
  ...JOBS.flatMap(({ id, job }) => job.steps.map((step) => ({ where: id, step }))),
  ...SET_UP_STEPS.map((step) => ({ where: "set-up", step })),
];

/** Returns whether a step uses the given external action. */
export const usesAction = (step: Step, action: string): boolean => step.uses?.startsWith(`${action}@`) ?? false;
