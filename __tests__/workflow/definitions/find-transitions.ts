export interface Transition {
  readonly from: string;
  readonly to: string;
}

/** Every Next and Default in a definition: in its states, choices and catchers. */
export function findTransitions({ States }: { readonly States: object }): Transition[] {
  return Object.entries(States).flatMap(([from, state]) => findTargets(state).map((to) => ({ from, to })));
}

function findTargets(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    (key === "Next" || key === "Default") && typeof inner === "string" ? [inner] : findTargets(inner),
  );
}
