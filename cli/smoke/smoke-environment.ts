import { createScaledClock } from "local-aws";
import type { CliContext } from "../cli-context";
import { readEnvironment } from "../state/environment-outputs";
import { createAwsClients } from "../target/aws-clients";
import { parseStateMachineArn } from "../target/step-functions-arn";
import { AWS_PACE } from "../watch/watch-pace";
import { smoke, type SmokeOptions } from "./smoke";

/** Runs a smoke test on a deployed environment, found by its remote state. @returns exit code */
export async function smokeEnvironment(options: SmokeOptions, context: CliContext): Promise<number> {
  const deployed = await readEnvironment(options.environment, context);
  const clients = createAwsClients(parseStateMachineArn(deployed.stateMachineArn).region);
  try {
    return await smoke(options, { deployed, clients, clock: createScaledClock(1), pace: AWS_PACE }, context);
  } finally {
    clients.close();
  }
}
