import { mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { givenLambdaBench, type LambdaBench } from "./lambda-events";
import { count, judge, medianOf, milliseconds, renderTable } from "./render-table";
import { ROOT, runNode } from "./run-node";
import type { Section } from "./section";

const STARTS = 7;
const CALLS = 20;
const LARGEST_BYTES = 400_000;
/** Share of the unbundled function's cold start. */
const HIGHEST_RATIO = 0.6;

const figuresSchema = z.object({ coldMs: z.number(), warmMs: z.array(z.number()) });

interface Variant {
  readonly name: string;
  readonly findFile: (functionName: string) => string;
  readonly coldMs: number[];
  readonly warmMs: number[];
}

/** Size, cold start and warm call of each function, bundled and otherwise. */
export async function benchLambdas(say: (line: string) => void): Promise<Section> {
  const folder = mkdtempSync(join(ROOT, "build", "bench-"));
  const bench = await givenLambdaBench();
  try {
    await runNode(["scripts/bench/build-variants.mjs", folder]);
    const rows: string[][] = [];
    const aims: string[] = [];
    for (const name of Object.keys(bench.events)) {
      const variants = makeVariants(folder);
      // They take turns, so that a busy moment hits all.
      for (let start = 0; start < STARTS; start += 1)
        for (const variant of variants) await startOnce(variant, name, bench);
      rows.push(...variants.map((variant) => renderRow(name, variant)));
      aims.push(...judgeAims(name, variants));
      say(`lambdas: ${name}`);
    }
    const header = [
      "function",
      "as",
      "bytes",
      `cold start, median of ${STARTS}`,
      `warm call, median of ${STARTS * (CALLS - 1)}`,
    ];
    return { markdown: `${renderTable(header, rows)}\n\n${aims.join("\n")}`, problems: [] };
  } finally {
    rmSync(folder, { recursive: true });
    await bench.close();
  }
}

function makeVariants(folder: string): Variant[] {
  const empty = () => ({ coldMs: [], warmMs: [] });
  return [
    { name: "bundle", findFile: (name) => join(ROOT, "build", "lambdas", name, "index.js"), ...empty() },
    { name: "unbundled", findFile: (name) => join(folder, "unbundled", "lambdas", name, "handler.js"), ...empty() },
    {
      name: "bundle without the SDK",
      findFile: (name) => join(folder, "external", "lambdas", name, "handler.js"),
      ...empty(),
    },
  ];
}

async function startOnce(
  { findFile, coldMs, warmMs }: Variant,
  name: string,
  { env, events }: LambdaBench,
): Promise<void> {
  const script = join(ROOT, "scripts", "bench", "call-handler.cjs");
  const output = await runNode([script, findFile(name), JSON.stringify(events[name]), String(CALLS)], env);
  const figures = figuresSchema.parse(JSON.parse(output));
  coldMs.push(figures.coldMs);
  warmMs.push(...figures.warmMs);
}

function renderRow(functionName: string, { name, findFile, coldMs, warmMs }: Variant): string[] {
  const bytes = name === "unbundled" ? "–" : count(statSync(findFile(functionName)).size);
  return [functionName, name, bytes, milliseconds(medianOf(coldMs)), `${medianOf(warmMs).toFixed(1)} ms`];
}

function judgeAims(name: string, [bundle, unbundled]: readonly Variant[]): string[] {
  if (bundle === undefined || unbundled === undefined) return [];
  const { size } = statSync(bundle.findFile(name));
  const ratio = medianOf(bundle.coldMs) / medianOf(unbundled.coldMs);
  return [
    judge(`${name} under 400 KB`, size < LARGEST_BYTES, `${count(size)} bytes`),
    judge(`its cold start at most 60 % of the unbundled one`, ratio <= HIGHEST_RATIO, `${(ratio * 100).toFixed(0)} %`),
  ];
}
