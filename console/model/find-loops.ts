import type { StateGraph } from "./state-graph";

/**
 * Assigns a loop number to each state that is part of a loop. States that can reach each other share a loop.
 * Uses Tarjan's algorithm for strongly connected components.
 */
export function findLoops({ states, edges }: Pick<StateGraph, "states" | "edges">): ReadonlyMap<string, number> {
  const targets = new Map<string, string[]>(states.map(({ name }) => [name, []]));
  for (const { from, to } of edges) targets.get(from)?.push(to);
  const order = new Map<string, number>();
  const open: string[] = [];
  const loops = new Map<string, number>();
  let loopCount = 0;

  const visit = (name: string): number => {
    const index = order.size;
    order.set(name, index);
    open.push(name);
    let low = index;
    for (const to of targets.get(name) ?? []) {
      if (!order.has(to)) low = Math.min(low, visit(to));
      else if (open.includes(to)) low = Math.min(low, order.get(to) ?? low);
    }
    if (low === index) close(name);
    return low;
  };
  const close = (name: string): void => {
    const members = open.splice(open.indexOf(name));
    if (members.length === 1 && targets.get(name)?.includes(name) !== true) return;
    loopCount += 1;
    for (const member of members) loops.set(member, loopCount);
  };
  for (const { name } of states) if (!order.has(name)) visit(name);
  return loops;
}
