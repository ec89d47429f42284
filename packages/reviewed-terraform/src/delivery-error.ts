/** Thrown for a problem that the user of the pipeline can fix; each line is a complete message. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";

  constructor(
    readonly lines: readonly string[],
    { cause }: { readonly cause?: unknown } = {},
  ) {
    super(lines.join("\n"), { cause });
  }
}
