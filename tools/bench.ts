/**
 * Compares this project with alternatives and writes docs/reference/benchmarks.md.
 * Usage: npm run bench [-- --only polls,lambdas]; other sections are unchanged.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { format, resolveConfig, type Options } from "prettier";
import { benchBurst } from "./bench/burst";
import { benchEndpoints } from "./bench/endpoints";
import { describeMachine, today } from "./bench/describe-machine";
import { benchGate } from "./bench/gate";
import { benchLambdas } from "./bench/lambdas";
import { PAGE } from "./bench/page";
import { benchPolls } from "./bench/polls";
import { replaceSection } from "./bench/replace-section";
import { benchScale } from "./bench/scale";
import type { Section } from "./bench/section";
import { benchSynth } from "./bench/synth";

const SECTIONS = new Map<string, (say: (line: string) => void) => Section | Promise<Section>>([
  ["synth", benchSynth],
  ["lambdas", benchLambdas],
  ["polls", benchPolls],
  ["scale", benchScale],
  ["burst", benchBurst],
  ["endpoints", benchEndpoints],
  ["gate", benchGate],
]);
/** Sections whose figures depend on the machine; its description is added below them. */
const ON_A_MACHINE = ["synth", "lambdas", "scale", "endpoints"];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function chooseSections(): string[] {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const names = values.only?.split(",") ?? [...SECTIONS.keys()];
  const unknown = names.filter((name) => !SECTIONS.has(name));
  if (unknown.length > 0)
    throw new Error(`unknown section ${unknown.join(", ")} in --only (available: ${[...SECTIONS.keys()].join(", ")})`);
  return names;
}

async function main(): Promise<void> {
  const problems: string[] = [];
  for (const name of chooseSections()) {
    const startedAt = performance.now();
    const section = await SECTIONS.get(name)?.(say);
    if (section === undefined) continue;
    problems.push(...section.problems);
    if (section.markdown === undefined) continue;
    const machine = ON_A_MACHINE.includes(name) ? `\n\n${describeMachine()}, ${today()}.` : "";
    // Read again for each section, because another run may have written a section.
    const page = replaceSection(readFileSync(PAGE, "utf8"), name, section.markdown + machine);
    const options: Options = { ...(await resolveConfig(PAGE)), parser: "markdown", proseWrap: "preserve" };
    writeFileSync(PAGE, await format(page, options));
    say(`${name}: written after ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  }
  for (const problem of problems) process.stderr.write(`bench: ${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

void main();
