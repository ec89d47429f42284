let broken: string | undefined;

/** One step of a story: after one that failed, the others say so instead of failing in their own ways. */
export function step(name: string, run: () => Promise<void>, limitMs?: number): void {
  it(
    name,
    async () => {
      if (broken !== undefined) throw new Error(`not run, because a step before it failed: ${broken}`);
      const startedAt = performance.now();
      // Until it has ended well: one that takes too long still runs when the next one is begun.
      broken = name;
      await run();
      broken = undefined;
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stderr.write(`${seconds.padStart(6)} s  ${name}\n`);
    },
    limitMs,
  );
}
