/** Code of docs/constructs.md: a complete main.ts, and additions to it. */
export interface DocumentedApp {
  readonly main: string;
  /** Statements that belong before `app.synth()`. */
  readonly additions: readonly string[];
}

/** Returns the TypeScript blocks of a page. */
export function documentedApp(page: string): DocumentedApp {
  const [main = "", ...additions] = [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = ""]) => code);
  return { main, additions };
}
