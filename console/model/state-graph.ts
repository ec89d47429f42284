import * as z from "zod";
import { describeChoice } from "./describe-choice";
import { parseJson } from "./job-result-schema";

/** State at the top level of the definition. States inside Parallel and Map states are not included. */
export interface GraphState {
  readonly name: string;
  /** Type from the definition, such as `Task`, `Choice` or `Wait`. */
  readonly type: string;
  readonly comment: string | undefined;
  /** Whether an execution can end here. */
  readonly isEnd: boolean;
}

/** Transition between two states. Transitions between the same states are merged and their labels joined. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "next" | "choice" | "default" | "catch";
  /** Condition of the transition; undefined if it is unconditional. */
  readonly label: string | undefined;
}

/** States and transitions of a definition. */
export interface StateGraph {
  readonly startAt: string | undefined;
  readonly comment: string | undefined;
  readonly states: readonly GraphState[];
  readonly edges: readonly GraphEdge[];
}

const stateSchema = z.looseObject({
  Type: z.string().catch("Task"),
  Comment: z.string().optional().catch(undefined),
  Next: z.string().optional().catch(undefined),
  Default: z.string().optional().catch(undefined),
  End: z.boolean().optional().catch(undefined),
  Choices: z
    .array(z.looseObject({ Next: z.string() }))
    .optional()
    .catch(undefined),
  Catch: z
    .array(z.looseObject({ Next: z.string(), ErrorEquals: z.array(z.string()).catch([]) }))
    .optional()
    .catch(undefined),
});
type State = z.output<typeof stateSchema>;

const definitionSchema = z.looseObject({
  Comment: z.string().optional().catch(undefined),
  StartAt: z.string(),
  States: z.record(z.string(), stateSchema),
});

const EMPTY_GRAPH: StateGraph = { startAt: undefined, comment: undefined, states: [], edges: [] };

/**
 * Parses a definition in Amazon States Language, with JSONPath or JSONata.
 * Unknown parts are ignored, so that the rest can still be drawn.
 * @returns a graph without states if the text is not a definition
 */
export function parseStateGraph(definition: string | undefined): StateGraph {
  const { data } = definitionSchema.safeParse(parseJson(definition));
  if (data === undefined) return EMPTY_GRAPH;
  const known = new Set(Object.keys(data.States));
  const edges = Object.entries(data.States).flatMap(([name, state]) => findEdges(name, state));
  return {
    startAt: known.has(data.StartAt) ? data.StartAt : undefined,
    comment: data.Comment,
    states: Object.entries(data.States).map(([name, state]) => describeState(name, state)),
    edges: joinEdges(edges.filter(({ to }) => known.has(to))),
  };
}

const describeState = (name: string, { Type: type, Comment: comment, End: end }: State): GraphState => ({
  name,
  type,
  comment,
  isEnd: end === true || type === "Succeed" || type === "Fail",
});

function findEdges(from: string, state: State): GraphEdge[] {
  const { Next: next, Choices: choices = [], Default: defaultNext, Catch: catchers = [] } = state;
  return [
    ...(next === undefined ? [] : [{ from, to: next, kind: "next" as const, label: undefined }]),
    ...choices.map((choice, index) => ({
      from,
      to: choice.Next,
      kind: "choice" as const,
      label: describeChoice(choice, index + 1),
    })),
    ...(defaultNext === undefined ? [] : [{ from, to: defaultNext, kind: "default" as const, label: "Default" }]),
    ...catchers.map(({ Next: to }, index) => ({
      from,
      to,
      kind: "catch" as const,
      label: catchers.length > 1 ? `Catch #${index + 1}` : "Catch",
    })),
  ];
}

function joinEdges(edges: readonly GraphEdge[]): GraphEdge[] {
  const joined = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const key = JSON.stringify([edge.from, edge.to]);
    const before = joined.get(key);
    const labels = [before?.label, edge.label].filter((label) => label !== undefined);
    joined.set(key, { ...(before ?? edge), label: labels.length === 0 ? undefined : labels.join(" or ") });
  }
  return [...joined.values()];
}
