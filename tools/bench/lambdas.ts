import { mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { FUNCTION_NAMES, givenLambdaBench, type LambdaBench } from "./lambda-events";
import { count, judge, medianOf, milliseconds, renderTable } from "./render-table";
import { ROOT, runNode } from "./run-node";
import type { Section } from "./section";

const STARTS = 9;
const CALLS = 20;
const LARGEST_BYTES = 400_000;
/** Maximum cold start, relative to the unbundled function. */
const HIGHEST_RATIO = 0.6;
const HEADER = [
  "function",
  "as",
  "bytes",
  `cold start, median of ${STARTS}`,
  "of which the processor worked",
  `warm call, median of ${STARTS * (CALLS - 1)}`,
];

const figuresSchema = z.object({ coldMs: z.number(), cpuMs: z.number(), warmMs: z.array(z.number()) });

interface Variant {
  readonly name: string;
  readonly file: string;
  /** Whether the file contains the whole function. */
  readonly isWhole: boolean;
  readonly coldMs: number[];
  readonly cpuMs: number[];
  readonly warmMs: number[];
}

const makeVariant = (name: string, file: string, isWhole: boolean): Variant => ({
  name,
  file,
  isWhole,
  coldMs: [],
  cpuMs: [],
  warmMs: [],
});

/** Measures size, cold start and warm calls of each function and its variants. */
export async function benchLambdas(say: (line: string) => void): Promise<Section> {
  const folder = mkdtempSync(join(ROOT, "build", "bench-"));
  try {
    await runNode(["tools/bench/build-variants.mjs", folder]);
    const rows: string[][] = [];
    const aims: string[] = [];
    const nothing = makeVariant("nothing but Node", join(ROOT, "tools", "bench", "do-nothing.cjs"), false);
    for (const name of FUNCTION_NAMES) {
      const [bundle, unbundled, external] = makeVariants(folder, name);
      const bench = await givenLambdaBench(name);
      try {
        // Alternates the variants, so that a busy moment affects all of them.
        for (let start = 0; start < STARTS; start += 1)
          for (const variant of [nothing, bundle, unbundled, external]) await startOnce(variant, bench);
      } finally {
        await bench.close();
      }
      rows.push(...[bundle, unbundled, external].map((variant) => renderRow(name, variant)));
      aims.push(...judgeAims(name, bundle, unbundled));
      say(`lambdas: ${name}`);
    }
    const table = renderTable(HEADER, [...rows, renderRow("–", nothing)]);
    return { markdown: `${table}\n\n${aims.join("\n")}`, problems: [] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const makeVariants = (folder: string, functionName: string): [Variant, Variant, Variant] => [
  makeVariant("bundle", join(ROOT, "build", "lambdas", functionName, "index.js"), true),
  makeVariant("unbundled", join(folder, "unbundled", "lambdas", functionName, "handler.js"), false),
  makeVariant("bundle without the SDK", join(folder, "external", "lambdas", functionName, "handler.js"), true),
];

async function startOnce({ file, coldMs, cpuMs, warmMs }: Variant, { env, event }: LambdaBench): Promise<void> {
  const script = join(ROOT, "tools", "bench", "call-handler.cjs");
  const figures = figuresSchema.parse(
    JSON.parse(await runNode([script, file, JSON.stringify(event), String(CALLS)], env)),
  );
  coldMs.push(figures.coldMs);
  cpuMs.push(figures.cpuMs);
  warmMs.push(...figures.warmMs);
}

const renderRow = (functionName: string, { name, file, isWhole, coldMs, cpuMs, warmMs }: Variant): string[] => [
  functionName,
  name,
  isWhole ? count(statSync(file).size) : "–",
  milliseconds(medianOf(coldMs)),
  milliseconds(medianOf(cpuMs)),
  `${medianOf(warmMs).toFixed(1)} ms`,
];

function judgeAims(name: string, bundle: Variant, unbundled: Variant): string[] {
  const { size } = statSync(bundle.file);
  const ratio = medianOf(bundle.coldMs) / medianOf(unbundled.coldMs);
  const work = medianOf(bundle.cpuMs) / medianOf(unbundled.cpuMs);
  return [
    judge(`${name} under 400 KB`, size < LARGEST_BYTES, `${count(size)} bytes`),
    judge(
      `its cold start at most 60 % of the unbundled one`,
      ratio <= HIGHEST_RATIO,
      `${(ratio * 100).toFixed(0)} %, with ${(work * 100).toFixed(0)} % of its work for the processor`,
    ),
  ];
}
