import type { TerraformPlace } from "reviewed-terraform";
import type { SynthesizedStack } from "../state/synthesized-stack";
import { AWS_FAILURES, existingFailures } from "./aws-failures";

/** Returns the name of a stack, the commands that messages about it advise, and the errors that they explain. */
export function placeOf({
  name,
  environment,
  part,
}: Pick<SynthesizedStack, "name" | "environment" | "part">): TerraformPlace {
  const where = `--environment ${environment} --stack ${part}`;
  const bootstrap = `npm run poller -- bootstrap --environment ${environment}`;
  const importResource = (address: string, id: string): string => `npm run state -- import ${address} ${id} ${where}`;
  return {
    stackName: name,
    createBucket: bootstrap,
    unlock: (lockId) => `npm run state -- unlock ${lockId} ${where}`,
    knownFailures: [...AWS_FAILURES, ...existingFailures({ stackName: name, part, bootstrap, importResource })],
  };
}
