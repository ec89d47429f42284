import { type ApplyMessage, stepsOf, type PlanChange } from "reviewed-terraform";
import type { CliContext, Output } from "../cli-context";
import { formatDuration } from "../../console/format/format-duration";
import { LiveDisplay } from "../render/live-display";
import type { Paint } from "../render/palette";
import type { Screen } from "../screen";
import type { Approval } from "./apply-stack";

const DOING: Readonly<Record<string, string>> = { create: "creating", update: "changing", delete: "deleting" };
const DONE: Readonly<Record<string, string>> = { create: "created", update: "changed", delete: "deleted" };
/** Interval at which the progress line is redrawn. */
const REDRAW_MS = 1000;

/**
 * Progress of an apply: one line per completed step. On a terminal, a progress line follows; elsewhere, a line for
 * each progress message of Terraform.
 */
class ApplyDisplay {
  private readonly display: LiveDisplay;
  private readonly running = new Map<string, { action: string; sinceMs: number }>();
  private readonly total: number;
  private readonly startedAtMs = performance.now();
  private readonly timer: NodeJS.Timeout;
  private over = 0;

  constructor(
    changes: readonly PlanChange[],
    private readonly output: Output,
    private readonly paint: Paint,
    private readonly isSilent: boolean,
  ) {
    // Imports have no progress messages.
    this.total = changes.flatMap(stepsOf).filter((step) => DONE[step] !== undefined).length;
    this.display = new LiveDisplay(output, paint, 0, undefined);
    this.timer = setInterval(() => {
      this.draw();
    }, REDRAW_MS).unref();
  }

  push(message: ApplyMessage): void {
    if (this.isSilent || message.type === "diagnostic") return;
    const { action, resource, elapsed_seconds: seconds } = message.hook;
    if (DONE[action] === undefined) return;
    if (message.type === "apply_start") this.running.set(resource.addr, { action, sinceMs: performance.now() });
    else if (message.type === "apply_progress") {
      if (this.output.isTTY !== true)
        this.display.print(`  still ${DOING[action] ?? ""} ${shorten(resource.addr)}${took(seconds)}`);
    } else {
      this.running.delete(resource.addr);
      if (message.type === "apply_complete") this.over += 1;
      const count = `[${String(this.over).padStart(String(this.total).length)}/${this.total}]`;
      const isDone = message.type === "apply_complete";
      const what = isDone ? (DONE[action] ?? "") : this.paint("bad", `not ${DONE[action] ?? ""}:`);
      this.display.print(`  ${count} ${what} ${shorten(resource.addr)}${took(seconds)}`);
    }
    this.draw();
  }

  close(): void {
    clearInterval(this.timer);
    this.display.clear();
  }

  private draw(): void {
    const [first, ...others] = this.running;
    if (this.output.isTTY !== true || first === undefined) return;
    const [address, { action, sinceMs }] = first;
    const nowMs = performance.now();
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    const since = formatDuration((nowMs - sinceMs) / 1000);
    const all = formatDuration((nowMs - this.startedAtMs) / 1000);
    const doing = `${DOING[action] ?? ""} ${shorten(address)} (${since})${more}`;
    this.display.progress(`  ${this.over} of ${this.total} in ${all}: ${doing}`, nowMs, undefined);
  }
}

/** Shows the progress of an approved apply. */
export function showApply(
  stackName: string,
  changes: readonly PlanChange[],
  { stderr }: CliContext,
  screen: Screen,
): Approval {
  screen.say(`${stackName}: applying`);
  const display = new ApplyDisplay(changes, stderr, screen.paint, screen.json);
  return {
    changes: changes.map((change) => ({ address: change.address, actions: stepsOf(change) })),
    onMessage: (message) => {
      display.push(message);
    },
    onEnd: () => {
      display.close();
    },
  };
}

const took = (seconds: number | undefined): string => (seconds === undefined ? "" : `, ${formatDuration(seconds)}`);

/** Shortens an address to fit 80 columns: removes the aws_ prefix and cdktf's hash. */
const shorten = (address: string): string => address.replace(/^aws_/, "").replace(/_[0-9A-F]{8}$/, "");
