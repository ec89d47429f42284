let broken: string | undefined;

/** Adds a step of a sequence. After a failed step, the following ones fail with a reference to it. */
export function step(name: string, run: () => Promise<void>, limitMs?: number): void {
  it(
    name,
    async () => {
      if (broken !== undefined) throw new Error(`skipped, because a previous step failed: ${broken}`);
      const startedAt = performance.now();
      // Set until the step has passed, because a step that timed out still runs when the next one starts.
      broken = name;
      await run();
      broken = undefined;
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stderr.write(`${seconds.padStart(6)} s  ${name}\n`);
    },
    limitMs,
  );
}
