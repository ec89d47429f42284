import type { TerraformStack } from "cdktf";
import { join } from "node:path";
import type { DeploymentConfig } from "../config/deployment-config";
import { LambdaFunction, type LambdaFunctionProps } from "../constructs/lambda-function";

/** A function of an environment: its part of the name, and what is particular about it. */
export type AddedFunctionProps = Omit<LambdaFunctionProps, "location" | "bundlePath" | "logRetentionDays">;

/**
 * Adds a function of the environment.
 * @param bundlesPath - folder with one folder for each built Lambda
 */
export function addFunction(
  stack: TerraformStack,
  config: DeploymentConfig,
  bundlesPath: string,
  { name, ...props }: AddedFunctionProps,
): LambdaFunction {
  return new LambdaFunction(stack, name, {
    location: config,
    name: `${config.name}-${name}`,
    bundlePath: join(bundlesPath, name),
    logRetentionDays: config.logRetentionDays,
    ...props,
  });
}
