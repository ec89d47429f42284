import { runPoller } from "../../cli/run-poller";
import { givenContext, MemoryOutput } from "./memory-context";

/** Lines of an error on a terminal of this width. */
async function errorLines(columns: number): Promise<readonly string[]> {
  const stderr = new MemoryOutput(true, columns);
  await runPoller(["watch", "nightly-1", "--environment", "staging"], { ...givenContext(), stderr });
  return stderr.lines;
}

it("wraps an error between words, to the width of the terminal", async () => {
  const lines = await errorLines(40);

  expect(lines.length).toBeGreaterThan(1);
  expect(lines.filter((line) => line.length > 40)).toEqual([]);
  expect(lines.join(" ")).toBe((await errorLines(1_000)).join(" "));
});

it("does not wrap an error on a pseudo-terminal without a size", async () => {
  expect(await errorLines(0)).toEqual(await errorLines(1_000));
});
