import type { Construct } from "constructs";
import { join } from "node:path";
import { LambdaFunction, type LambdaFunctionProps } from "./lambda-function";
import type { JobPollerSettings } from "./props";

/** Properties of one function of the poller; `name` is the suffix of its name. */
export type AddedFunctionProps = Omit<LambdaFunctionProps, "location" | "bundlePath" | "logRetentionDays">;

/** Adds a Lambda function of the poller. */
export function addFunction(
  scope: Construct,
  settings: JobPollerSettings,
  { name, ...props }: AddedFunctionProps,
): LambdaFunction {
  return new LambdaFunction(scope, name, {
    location: settings.location,
    name: `${settings.name}-${name}`,
    bundlePath: join(settings.bundlesPath, name),
    logRetentionDays: settings.logRetentionDays,
    ...props,
  });
}
