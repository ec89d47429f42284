import * as z from "zod";
import { judge, milliseconds, renderTable } from "./render-table";
import { ROOT, runNode } from "./run-node";
import type { Section } from "./section";

const RUNS = 5;
const LONGEST_MS = 1_000;
/** Maximum time relative to ts-node. */
const HIGHEST_RATIO = 1 / 3;

const figuresSchema = z.array(
  z.object({ name: z.string(), command: z.string(), medianMs: z.number(), peakMiB: z.number() }),
);

/** Measures the synthesis of cdktf.json against two common alternatives. */
export async function benchSynth(say: (line: string) => void): Promise<Section> {
  const output = await runNode([`${ROOT}/tools/compare-synth.mjs`, String(RUNS), "--json"]);
  const candidates = figuresSchema.parse(JSON.parse(output));
  const ours = find(candidates, "ours").medianMs;
  const ratio = ours / find(candidates, "ts-node").medianMs;
  const rows = candidates.map(({ name, command, medianMs, peakMiB }) => [
    name === "barrel" ? "ours, on the barrel import" : name,
    `\`${command}\``,
    milliseconds(medianMs),
    (ours / medianMs).toFixed(2),
    `${peakMiB.toFixed(0)} MiB`,
  ]);
  say(`synth: ${milliseconds(ours)}, ${ratio.toFixed(2)} of ts-node's`);
  return {
    markdown: [
      renderTable(["", "command", `median of ${RUNS}`, "ours takes of it", "peak memory"], rows),
      [
        judge("under 1.0 s", ours < LONGEST_MS, milliseconds(ours)),
        judge("at most a third of ts-node's time", ratio <= HIGHEST_RATIO, `${ratio.toFixed(2)} of it`),
      ].join("\n"),
    ].join("\n\n"),
    problems: [],
  };
}

function find<Candidate extends { readonly name: string }>(candidates: readonly Candidate[], name: string): Candidate {
  const found = candidates.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`compare-synth.mjs measured no "${name}"`);
  return found;
}
