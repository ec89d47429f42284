import { DeliveryError } from "./delivery-error";
import { compareText } from "./json";
import type { ManifestStack } from "./stack-manifest";

/**
 * The order in which stacks are applied: all of a wave at the same time, after the wave before it.
 * @param selected - what is to be applied; what it depends on besides counts as there already. @default all stacks
 * @throws DeliveryError for a stack that does not exist, a dependency that does not exist, or stacks that wait for each other
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
        `stacks wait for each other: ${describeCycle(waiting)}; remove one addDependency of them`,
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
  throw new DeliveryError([`there is no stack ${name} in cdktf.out; there are ${known || "none at all"}`]);
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

/** Follows the first dependency that still waits until a stack comes again: from there on it is a circle. */
function describeCycle(waiting: ReadonlyMap<string, readonly string[]>): string {
  const path: string[] = [];
  let name = [...waiting.keys()][0];
  while (name !== undefined && !path.includes(name)) {
    path.push(name);
    name = waiting.get(name)?.find((dependency) => waiting.has(dependency));
  }
  return [...path.slice(path.indexOf(name ?? "")), name].join(" -> ");
}
