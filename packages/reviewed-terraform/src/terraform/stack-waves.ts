import { DeliveryError } from "../delivery-error";
import { compareText } from "../json";
import type { ManifestStack } from "./stack-manifest";

/**
 * Returns the order in which stacks are applied: stacks of one wave in parallel, one wave after the other.
 * @param selected - stacks to apply; dependencies that are not selected are treated as applied. @default all stacks
 * @throws DeliveryError if a stack or a dependency does not exist, or if the dependencies have a cycle
 */
export function planWaves(stacks: ReadonlyMap<string, ManifestStack>, selected?: readonly string[]): string[][] {
  const names = [...new Set(selected ?? stacks.keys())].sort(compareText);
  const waiting = new Map(names.map((name) => [name, findStack(stacks, name).dependencies]));
  refuseUnknownDependencies(stacks, waiting);
  const waves: string[][] = [];
  while (waiting.size > 0) {
    const wave = [...waiting].flatMap(([name, dependencies]) =>
      dependencies.some((dependency) => dependency === name || waiting.has(dependency)) ? [] : [name],
    );
    if (wave.length === 0)
      throw new DeliveryError([
        `stacks have a circular dependency: ${describeCycle(waiting)}; remove one of the addDependency calls`,
      ]);
    for (const name of wave) waiting.delete(name);
    waves.push(wave);
  }
  return waves;
}

function findStack(stacks: ReadonlyMap<string, ManifestStack>, name: string): ManifestStack {
  const stack = stacks.get(name);
  if (stack !== undefined) return stack;
  const known = [...stacks.keys()].sort(compareText).join(", ");
  throw new DeliveryError([`no stack ${name} in cdktf.out (available: ${known || "none"})`]);
}

function refuseUnknownDependencies(
  stacks: ReadonlyMap<string, ManifestStack>,
  waiting: ReadonlyMap<string, readonly string[]>,
): void {
  const lines = [...waiting].flatMap(([name, dependencies]) =>
    dependencies
      .filter((dependency) => !stacks.has(dependency))
      .map((dependency) => `${name} depends on ${dependency}, which is not in cdktf.out; synthesize again`),
  );
  if (lines.length > 0) throw new DeliveryError(lines);
}

/** Finds a cycle by following the first pending dependency of each stack. */
function describeCycle(waiting: ReadonlyMap<string, readonly string[]>): string {
  const path: string[] = [];
  let name = [...waiting.keys()][0];
  while (name !== undefined && !path.includes(name)) {
    path.push(name);
    name = waiting.get(name)?.find((dependency) => waiting.has(dependency));
  }
  return [...path.slice(path.indexOf(name ?? "")), name].join(" -> ");
}
