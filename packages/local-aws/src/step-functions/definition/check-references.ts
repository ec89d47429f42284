import { type Diagnostic, onlyOneOf, problem, schemaError, targetError } from "./diagnostic";
import type { Definition, State } from "./state-schemas";

interface Reference {
  readonly target: string;
  /** Field that contains the reference, relative to the state. */
  readonly field: string;
}

/**
 * Checks that every Next, Default, Catch and StartAt names an existing state, that a state can end the execution, and
 * that every state is reachable.
 */
export function checkReferences(definition: Definition): Diagnostic[] {
  const states = definition.States;
  const diagnostics: Diagnostic[] = [];
  if (!Object.hasOwn(states, definition.StartAt))
    diagnostics.push(targetError(`Missing 'StartAt' target: ${definition.StartAt}`, "/StartAt"));
  for (const [name, state] of Object.entries(states)) {
    if (hasTransition(state) && (state.Next === undefined) === (state.End !== true))
      diagnostics.push(
        state.Next === undefined
          ? schemaError("One of the fields 'Next' and 'End' is required", `/States/${name}`)
          : onlyOneOf(["Next", "End"], `/States/${name}`),
      );
    for (const { target, field } of findReferences(state))
      if (!Object.hasOwn(states, target)) {
        // AWS names Next for every kind of reference.
        diagnostics.push(targetError(`Missing 'Next' target: ${target}`, `/States/${name}/${field}`));
      }
  }
  if (!Object.values(states).some(isTerminal))
    return [...diagnostics, problem("MISSING_END_STATE", "Workflow has no terminal state")];
  if (diagnostics.length > 0) return diagnostics;
  const reachable = findReachable(definition);
  return Object.keys(states)
    .filter((name) => !reachable.has(name))
    .map((name) => targetError(`State "${name}" is not reachable.`, `/States/${name}`));
}

const isTerminal = (state: State): boolean =>
  state.Type === "Succeed" || state.Type === "Fail" || ("End" in state && state.End === true);

const hasTransition = (state: State): state is Exclude<State, { Type: "Choice" | "Succeed" | "Fail" }> =>
  state.Type !== "Choice" && state.Type !== "Succeed" && state.Type !== "Fail";

function findReferences(state: State): Reference[] {
  const references: Reference[] = [];
  if ("Next" in state && state.Next !== undefined) references.push({ target: state.Next, field: "Next" });
  if (state.Type === "Choice") {
    if (state.Default !== undefined) references.push({ target: state.Default, field: "Default" });
    for (const [index, rule] of state.Choices.entries())
      if (rule.Next !== undefined) references.push({ target: rule.Next, field: `Choices[${index}]/Next` });
  }
  if (state.Type === "Task")
    for (const [index, catcher] of (state.Catch ?? []).entries())
      references.push({ target: catcher.Next, field: `Catch[${index}]/Next` });
  return references;
}

function findReachable({ StartAt, States }: Definition): ReadonlySet<string> {
  const reachable = new Set([StartAt]);
  for (const name of reachable) {
    const state = States[name];
    if (state !== undefined) for (const { target } of findReferences(state)) reachable.add(target);
  }
  return reachable;
}
