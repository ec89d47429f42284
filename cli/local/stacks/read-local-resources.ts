import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type * as z from "zod";
import { formatArn, parseArn, type LocalResources, type WorkerFunction } from "local-aws";
import { batchStackSchema, type BatchStack } from "./batch-stack-schema";
import { jobPollerStackSchema, type JobPollerStack, type Reference } from "./job-poller-stack-schema";
import { readEvents, type SynthesizedEvents } from "./read-events";
import { readTables } from "./read-tables";

/** The synthesized stacks are missing, or were not synthesized by this version of the project. */
class SynthesizedStackError extends Error {
  override readonly name = "SynthesizedStackError";
}

const REMEDY = 'run "npm run build" and "npm run synth", or omit the folder';

/**
 * Reads the output of `cdktf synth` for an environment, so that local mode runs the same definition and bundles that
 * Terraform deploys.
 * @param synthesizedPath - output folder of cdktf, such as `cdktf.out`
 * @param environmentName - environment, such as `dev`
 * @throws SynthesizedStackError if a stack or bundle is missing or was not synthesized by this version
 */
export function readLocalResources(synthesizedPath: string, environmentName: string): LocalResources {
  const stacksPath = resolve(synthesizedPath, "stacks");
  const batch = readStack(join(stacksPath, `batch-${environmentName}`), batchStackSchema).resource;
  const jobPollerPath = join(stacksPath, `job-poller-${environmentName}`);
  const jobPoller = readStack(jobPollerPath, jobPollerStackSchema);
  const { region, allowed_account_ids: accountIds } = jobPoller.provider.aws[0];
  const { name, definition, role_arn: roleArn } = jobPoller.resource.aws_sfn_state_machine;
  return {
    region,
    accountId: accountIds[0],
    ...readJobQueue(batch),
    jobDefinition: batch.aws_batch_job_definition,
    functions: readFunctions(jobPoller, jobPollerPath),
    events: readStackEvents(jobPoller, jobPollerPath),
    tables: readTables(jobPoller.resource),
    stateMachine: { name, definition, roleArn },
  };
}

/** Returns the file that cdktf writes for a stack. */
export function stackFile(stackPath: string): string {
  return join(stackPath, "cdk.tf.json");
}

function readStack<Schema extends z.ZodType>(stackPath: string, schema: Schema): z.output<Schema> {
  const file = stackFile(stackPath);
  if (!existsSync(file)) throw new SynthesizedStackError(`no synthesized stack at ${file}; ${REMEDY}`);
  const parsed = schema.safeParse(parseJson(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SynthesizedStackError(
    `${file} was not synthesized by this version (${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}); ${REMEDY}`,
  );
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new SynthesizedStackError(`cannot read ${file} (${problem}); ${REMEDY}`);
  }
}

/** Returns the job queue and its compute environments, with fixed names in place of Terraform's random suffixes. */
function readJobQueue(batch: BatchStack["resource"]): Pick<LocalResources, "computeEnvironments" | "jobQueue"> {
  const { computeEnvironmentIds, ...jobQueue } = batch.aws_batch_job_queue;
  const computeEnvironments = computeEnvironmentIds.map((id, index) => {
    const resource = batch.aws_batch_compute_environment[id];
    if (resource === undefined)
      throw new SynthesizedStackError(
        `the job queue refers to compute environment ${id}, which the stack does not contain; ${REMEDY}`,
      );
    const { namePrefix, ...settings } = resource;
    return { computeEnvironmentName: `${namePrefix}local-${index + 1}`, ...settings };
  });
  const computeEnvironmentOrder = computeEnvironments.map(({ computeEnvironmentName }, index) => ({
    order: index + 1,
    computeEnvironment: computeEnvironmentName,
  }));
  return { computeEnvironments, jobQueue: { ...jobQueue, computeEnvironmentOrder } };
}

function readStackEvents(stack: JobPollerStack, stackPath: string): SynthesizedEvents {
  const findFunctionArn = (target: Reference): string => {
    if (target.id === undefined) return target.literal;
    const fn = stack.resource.aws_lambda_function[target.id];
    if (fn === undefined)
      throw new Error(`the target refers to function ${target.id}, which the stack does not contain`);
    return functionArn(stack, fn.function_name);
  };
  try {
    return readEvents(stack.resource, findFunctionArn);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new SynthesizedStackError(`${stackFile(stackPath)}: ${problem}; ${REMEDY}`);
  }
}

function functionArn({ provider, resource }: JobPollerStack, functionName: string): string {
  const { region, allowed_account_ids: accountIds } = provider.aws[0];
  const partition = parseArn(resource.aws_sfn_state_machine.role_arn)?.partition ?? "aws";
  return formatArn({
    partition,
    service: "lambda",
    region,
    accountId: accountIds[0],
    resource: `function:${functionName}`,
  });
}

function readFunctions(stack: JobPollerStack, stackPath: string): WorkerFunction[] {
  return Object.values(stack.resource.aws_lambda_function).map((fn) => {
    const sourcePath = stack.data.archive_file[fn.filename]?.source_dir;
    const codeFile = join(stackPath, sourcePath ?? fn.filename, "index.js");
    if (!existsSync(codeFile))
      throw new SynthesizedStackError(`no bundle of Lambda function ${fn.function_name} at ${codeFile}; ${REMEDY}`);
    return {
      functionArn: functionArn(stack, fn.function_name),
      functionName: fn.function_name,
      codeFile,
      handler: fn.handler,
      environment: fn.environment?.variables ?? {},
      memoryMiB: fn.memory_size,
      timeoutSeconds: fn.timeout,
    };
  });
}
