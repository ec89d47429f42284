import { DeliveryError } from "../delivery-error";
import { explainTerraformError } from "./explain-terraform-error";
import { productOf } from "./find-terraform";
import { runProgram, type ProgramEnd } from "./run-program";
import type { ProgramContext, TerraformPlace } from "./terraform-place";

export interface TerraformOptions {
  readonly command: string;
  /** Folder of the stack's cdk.tf.json. */
  readonly folder: string;
  readonly place: TerraformPlace;
  readonly context: ProgramContext;
}

export interface RunOptions {
  /** Called with each chunk of output. */
  readonly onOutput?: (text: string) => void;
  /** Exit codes of success. @default [0] */
  readonly expected?: readonly number[];
}

/** Terraform in the folder of one stack, without prompts, colors or update checks. */
export class Terraform {
  constructor(private readonly options: TerraformOptions) {}

  get folder(): string {
    return this.options.folder;
  }

  /**
   * @param args - subcommand and options, like `["state", "list"]`
   * @throws DeliveryError with a one-line explanation of a known failure, or Terraform's output
   */
  async run(args: readonly string[], { onOutput, expected = [0] }: RunOptions = {}): Promise<ProgramEnd> {
    const { command, folder: cwd, place, context } = this.options;
    const end = await runProgram({
      command,
      args,
      cwd,
      environment: {
        ...context.environment,
        CHECKPOINT_DISABLE: "1",
        TF_IN_AUTOMATION: "1",
        TF_INPUT: "0",
        TF_CLI_ARGS: "-no-color",
      },
      interrupt: context.interrupt,
      onOutput,
    });
    if (context.interrupt.aborted)
      throw new DeliveryError([
        `interrupted during ${productOf(command).program} ${args[0] ?? ""}; run the same command again to continue`,
      ]);
    if (end.exitCode !== null && expected.includes(end.exitCode)) return end;
    const output = `${end.stdout}\n${end.stderr}`;
    throw new DeliveryError([
      explainTerraformError(output, place, productOf(command).name) ?? describeFailure(command, args, end),
    ]);
  }

  /**
   * Runs `terraform init -reconfigure` for the backend in cdk.tf.json. Does not migrate state.
   * @param options - additional options of `terraform init`
   */
  async init(options: readonly string[] = []): Promise<void> {
    await this.run(["init", "-input=false", "-reconfigure", ...options]);
  }
}

function describeFailure(
  command: string,
  args: readonly string[],
  { exitCode, signal, stdout, stderr }: ProgramEnd,
): string {
  const how = exitCode === null ? `was ended by ${signal ?? "a signal"}` : `ended with exit code ${exitCode}`;
  const output = (stderr.trim() || stdout.trim())
    .replaceAll(/^[╷│╵ \t]+/gm, "")
    // Removes lines of the generated cdk.tf.json, which may contain secrets, and messages of -json.
    .replaceAll(/^(?:\d+: |\{").*\n?/gm, "")
    .trim();
  return `${productOf(command).program} ${args.slice(0, 2).join(" ")} ${how}${output === "" ? "" : `: ${output}`}`;
}
