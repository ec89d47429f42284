/** What a part of the benchmark found. */
export interface Section {
  /** Markdown, put between the section's markers in docs/benchmarks.md; undefined leaves there what there is. */
  readonly markdown: string | undefined;
  /** What must never be; the benchmark fails for it. An aim that is missed is no such thing. */
  readonly problems: readonly string[];
}
