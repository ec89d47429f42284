import * as z from "zod";

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
