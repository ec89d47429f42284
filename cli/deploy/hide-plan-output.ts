const PLAN_BEGINS = /Terraform will perform the following actions:|Changes to Outputs:/;
const PLAN_ENDS = /\bPlan: \d+ to |: Destroying\.\.\. |Destroy complete!|\bError\b/;

/**
 * Filters the plan out of Terraform's output, because it shows every value, including secrets in environment
 * variables.
 */
export class WithoutPlan {
  private isPlan = false;
  /** Incomplete last line. */
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
