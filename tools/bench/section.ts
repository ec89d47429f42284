/** Result of one benchmark section. */
export interface Section {
  /** Markdown for the section in docs/reference/benchmarks.md; undefined leaves the section unchanged. */
  readonly markdown: string | undefined;
  /** Errors that make the benchmark fail. A missed goal is not an error. */
  readonly problems: readonly string[];
}
