/** A problem that whoever runs the pipeline can solve; each line is a whole message. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";

  constructor(
    readonly lines: readonly string[],
    { cause }: { readonly cause?: unknown } = {},
  ) {
    super(lines.join("\n"), { cause });
  }
}
