const PLAN_BEGINS = /Terraform will perform the following actions:|Changes to Outputs:/;
const PLAN_ENDS = /\bPlan: \d+ to |: Destroying\.\.\. |Destroy complete!|\bError\b/;

/**
 * Passes on what Terraform writes, without its plan: that shows every value of what is deployed, secrets in environment
 * maps too, and a log may be read by many.
 */
export class WithoutPlan {
  private isPlan = false;
  /** Begun, and not ended yet. */
  private line = "";

  constructor(private readonly write: (text: string) => void) {}

  add(text: string): void {
    const lines = `${this.line}${text}`.split("\n");
    this.line = lines.pop() ?? "";
    for (const line of lines) this.pass(`${line}\n`);
  }

  end(): void {
    if (this.line !== "") this.pass(this.line);
    this.line = "";
  }

  private pass(line: string): void {
    if (PLAN_ENDS.test(line) && !/^\S*\s+[-+~]/.test(line)) this.isPlan = false;
    if (PLAN_BEGINS.test(line)) this.isPlan = true;
    if (!this.isPlan) this.write(line);
  }
}
