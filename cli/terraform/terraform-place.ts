import type { TerraformPlace } from "reviewed-terraform";
import type { SynthesizedStack } from "../state/synthesized-stack";

/** Returns the name of a stack and the commands that messages about it advise. */
export function placeOf({
  name,
  environment,
  part,
}: Pick<SynthesizedStack, "name" | "environment" | "part">): TerraformPlace {
  const where = `--environment ${environment} --stack ${part}`;
  return {
    stackName: name,
    createBucket: `npm run poller -- bootstrap --environment ${environment}`,
    unlock: (lockId) => `npm run state -- unlock ${lockId} ${where}`,
    importResource: (address) => `npm run state -- import ${address} ID ${where}`,
  };
}
