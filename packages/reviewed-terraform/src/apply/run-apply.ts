import * as z from "zod";
import type { ApplyState } from "../render/render-apply";
import { isSecretText } from "../report/secrets";
import { explainTerraformError } from "../terraform/explain-terraform-error";
import type { Terraform } from "../terraform/terraform";
import type { TerraformPlace } from "../terraform/terraform-place";

const resourceSchema = z.object({
  resource: z.object({ addr: z.string() }),
  action: z.string(),
  /** ID of the resource. */
  id_value: z.string().optional(),
  elapsed_seconds: z.number().optional(),
});

/**
 * Supported messages of `terraform apply -json`.
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
const messageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("apply_start"), hook: resourceSchema }),
  /** Sent every 10 seconds. */
  z.object({ type: z.literal("apply_progress"), hook: resourceSchema }),
  z.object({ type: z.literal("apply_complete"), hook: resourceSchema }),
  z.object({ type: z.literal("apply_errored"), hook: resourceSchema }),
  z.object({
    type: z.literal("diagnostic"),
    diagnostic: z.object({
      severity: z.string(),
      summary: z.string(),
      detail: z.string().default(""),
      address: z.string().optional(),
    }),
  }),
]);

export type ApplyMessage = z.infer<typeof messageSchema>;
export type ApplyDiagnostic = Extract<ApplyMessage, { type: "diagnostic" }>["diagnostic"];

/** Progress of one resource. */
export interface ApplyProgress {
  readonly begun: ReadonlySet<string>;
  readonly completed: ReadonlySet<string>;
  readonly failed: boolean;
}

/** Collects the messages of an apply; `push` accepts output in chunks. */
export class ApplyLog {
  private rest = "";
  private readonly progress = new Map<string, { begun: Set<string>; completed: Set<string>; failed: boolean }>();
  readonly errors: ApplyDiagnostic[] = [];

  /** @param onMessage - called with each message, in order */
  constructor(private readonly onMessage: (message: ApplyMessage) => void = () => undefined) {}

  push(text: string): void {
    const lines = `${this.rest}${text}`.split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.read(line);
  }

  /** Returns the progress of a resource; undefined if it was not started. */
  find(address: string): ApplyProgress | undefined {
    return this.progress.get(address);
  }

  private read(line: string): void {
    const message = parseMessage(line);
    if (message === undefined) return;
    this.onMessage(message);
    if (message.type === "diagnostic") {
      if (message.diagnostic.severity === "error") this.errors.push(message.diagnostic);
      return;
    }
    if (message.type === "apply_progress") return;
    const { addr } = message.hook.resource;
    const known = this.progress.get(addr) ?? { begun: new Set(), completed: new Set(), failed: false };
    this.progress.set(addr, known);
    if (message.type === "apply_start") known.begun.add(message.hook.action);
    else if (message.type === "apply_complete") known.completed.add(message.hook.action);
    else known.failed = true;
  }
}

function parseMessage(line: string): ApplyMessage | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(line)).data;
  } catch {
    // Crashes and provider output are not JSON.
    return undefined;
  }
}

const FAILED = 1;

/** Result of an apply. */
export interface ApplyEnd {
  /** Reason for an incomplete apply; undefined when all changes were applied. */
  readonly problem: string | undefined;
  /** Whether Terraform ended by itself and so saved its state. */
  readonly isOrderly: boolean;
}

/** Applies a saved plan and passes Terraform's output to the log. Never rejects. */
export async function runApply(
  terraform: Terraform,
  planFile: string,
  log: ApplyLog,
  place: TerraformPlace,
): Promise<ApplyEnd> {
  const output: string[] = [];
  try {
    const { exitCode } = await terraform.run(["apply", "-input=false", "-json", planFile], {
      expected: [0, FAILED],
      onOutput: (text) => {
        output.push(text);
        log.push(text);
      },
    });
    if (exitCode === 0) return { problem: undefined, isOrderly: true };
    const isOrderly = log.errors.length > 0 && !log.errors.some(isOfLoss);
    return { problem: explainErrors(log.errors, output.join(""), place), isOrderly };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error), isOrderly: false };
  }
}

/**
 * Whether an error means that the state may be incomplete: it was not saved, or Terraform or a provider was
 * interrupted.
 */
const isOfLoss = ({ summary, detail }: ApplyDiagnostic): boolean =>
  /Failed to (?:save|persist) state|operation cancell?ed|plugin did not respond/i.test(`${summary} ${detail}`);

/** State of a change, by its messages in the log. */
export function findApplyState(address: string, actions: readonly string[], log: ApplyLog): ApplyState {
  const needed = actions.filter((action) => ["create", "update", "delete"].includes(action));
  const progress = log.find(address);
  // Terraform has no messages for imported, moved or forgotten resources, which change only the state.
  if (progress === undefined) return "not begun";
  if (progress.failed) return "failed";
  return needed.every((action) => progress.completed.has(action)) ? "done" : "interrupted";
}

/** Joins Terraform's errors: a known error in one line, without possible secrets. */
export function explainErrors(errors: readonly ApplyDiagnostic[], output: string, place: TerraformPlace): string {
  const texts = errors.map(({ summary, detail, address }) =>
    [`Error: ${summary}`, ...(address === undefined ? [] : [`  with ${address},`]), detail].join("\n"),
  );
  const text = texts.length === 0 ? output : texts.join("\n\n");
  return hideSecrets(explainTerraformError(text, place) ?? text.trim());
}

const hideSecrets = (text: string): string =>
  text
    .split("\n")
    .map((line) => (isSecretText(line) ? "(hidden: this line looks like a secret)" : line))
    .join("\n");
