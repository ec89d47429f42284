import * as z from "zod";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { findRemoteState, type TerraformState } from "./remote-state";
import { synthesizeStack, type SynthesizedStack } from "./synthesized-stack";

const inputSchema = z.object({
  value: z.string().transform((text) => z.record(z.string(), z.unknown()).parse(JSON.parse(text))),
});
const outputsSchema = z.object({
  state_machine_arn: z.object({ value: z.string() }),
  sample_input: inputSchema,
  failing_input: inputSchema.optional(),
  console_url: z.object({ value: z.string() }),
});

/** Outputs of a deployed environment. */
export interface EnvironmentOutputs {
  readonly stateMachineArn: string;
  readonly sampleInput: Readonly<Record<string, unknown>>;
  /** Input of an execution that fails. @default the sample job with an EXIT_CODE */
  readonly failingInput?: Readonly<Record<string, unknown>>;
  /** URL of the state machine in the AWS console. */
  readonly consoleUrl: string;
}

/**
 * Reads the state of a stack from its bucket.
 * @throws CliError when the environment has not been bootstrapped, or the stack not deployed
 */
export async function readState({ name, environment, state: location }: SynthesizedStack): Promise<TerraformState> {
  const found = await findRemoteState(location);
  if (found.kind === "state") return found.state;
  throw new CliError([
    found.kind === "no bucket"
      ? `the state bucket ${location.bucket} does not exist; create it with: npm run poller -- bootstrap --environment ${environment}`
      : `${name} is not deployed: there is no state in s3://${location.bucket}/${location.key}; run: npm run deploy -- --environment ${environment}`,
  ]);
}

/** @throws CliError when the environment is not deployed, or was deployed by another version of this project */
export async function readEnvironment(environment: string, context: CliContext): Promise<EnvironmentOutputs> {
  const stack = await synthesizeStack("job-poller", environment, context);
  const state = await readState(stack);
  if (Object.keys(state.outputs).length === 0)
    throw new CliError([
      `${stack.name} is not deployed: its state is empty; run: npm run deploy -- --environment ${environment}`,
    ]);
  const outputs = outputsSchema.safeParse(state.outputs);
  if (!outputs.success) {
    const names = [...new Set(outputs.error.issues.map(({ path }) => String(path[0])))].join(", ");
    throw new CliError([`missing or invalid outputs of ${stack.name}: ${names}; redeploy the stack`], {
      cause: outputs.error,
    });
  }
  const { state_machine_arn: stateMachineArn, sample_input: sampleInput, console_url: consoleUrl } = outputs.data;
  const { failing_input: failingInput } = outputs.data;
  return {
    stateMachineArn: stateMachineArn.value,
    sampleInput: sampleInput.value,
    ...(failingInput === undefined ? {} : { failingInput: failingInput.value }),
    consoleUrl: consoleUrl.value,
  };
}
