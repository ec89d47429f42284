import { Graph, layout } from "@dagrejs/dagre";
import type { GraphEdge, GraphState, StateGraph } from "../model/state-graph";
import { textWidth, wrapText } from "./wrap-text";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Box of a state. Lengths are in CSS pixels; x and y are the centre. */
export interface PlacedState extends Point {
  readonly state: GraphState;
  readonly width: number;
  readonly height: number;
  /** Name of the state, wrapped. */
  readonly lines: readonly string[];
}

/** Transition with its path. `from` is undefined for the Start circle, `to` for the End circle. */
export interface PlacedEdge {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly kind: GraphEdge["kind"];
  /** Points of the path, at least two. */
  readonly points: readonly Point[];
  readonly label: { readonly lines: readonly string[]; readonly x: number; readonly y: number } | undefined;
}

/** Positions of all elements of the diagram. The layout depends only on the definition, so it is computed once. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly states: readonly PlacedState[];
  readonly edges: readonly PlacedEdge[];
  /** Centres of the Start and End circles; undefined if the graph has none. */
  readonly start: Point | undefined;
  readonly end: Point | undefined;
}

export const CIRCLE_RADIUS = 22;
export const LINE_HEIGHT = 18;
export const LABEL_LINE_HEIGHT = 14;
const NAME_WIDTH = 190;
const LABEL_WIDTH = 150;
/** Space next to the name for the icon, and below it for the state's type, in pixels. */
const BOX_MARGIN = { x: 62, y: 36 };
/** Minimum width of a box, in pixels. Fits the longest second line, `Parallel · caught error`. */
const MIN_BOX_WIDTH = 190;

/** Node IDs. `idOf` adds a prefix, because a state can be named `start` or `end`. */
const START = "start";
const END = "end";
const idOf = (name: string): string => `state ${name}`;

/** Computes the positions of states and transitions, from top to bottom. */
export function layoutGraph({ states, edges, startAt }: StateGraph): GraphLayout {
  const graph = new Graph().setGraph({
    rankdir: "TB",
    nodesep: 44,
    ranksep: 36,
    edgesep: 20,
    marginx: 12,
    marginy: 12,
  });
  const boxes = new Map(states.map((state) => [state.name, measureState(state)]));
  for (const [name, { width, height }] of boxes) graph.setNode(idOf(name), { width, height });
  const ends = states.filter(({ isEnd }) => isEnd);
  const circle = { width: 2 * CIRCLE_RADIUS, height: 2 * CIRCLE_RADIUS };
  if (startAt !== undefined) graph.setNode(START, { ...circle }).setEdge(START, idOf(startAt), {});
  if (ends.length > 0) graph.setNode(END, { ...circle });
  for (const { name } of ends) graph.setEdge(idOf(name), END, {});
  for (const edge of edges) graph.setEdge(idOf(edge.from), idOf(edge.to), measureLabel(edge));
  layout(graph);

  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    states: [...boxes].map(([name, box]) => ({ ...box, ...centre(graph, idOf(name)) })),
    edges: [
      ...(startAt === undefined ? [] : [placeEdge(graph, { from: undefined, to: startAt, kind: "next" })]),
      ...edges.map((edge) => placeEdge(graph, edge)),
      ...ends.map(({ name }) => placeEdge(graph, { from: name, to: undefined, kind: "next" })),
    ],
    start: startAt === undefined ? undefined : centre(graph, START),
    end: ends.length === 0 ? undefined : centre(graph, END),
  };
}

function measureState(state: GraphState) {
  const lines = wrapText(state.name, NAME_WIDTH);
  // An even width, so that the left and right edges are whole pixels.
  const needed = 2 * Math.ceil(Math.max(...lines.map((line) => textWidth(line))) / 2) + BOX_MARGIN.x;
  const width = Math.max(MIN_BOX_WIDTH, needed);
  return { state, lines, width, height: lines.length * LINE_HEIGHT + BOX_MARGIN.y };
}

function measureLabel({ label, kind }: GraphEdge) {
  // A lower weight: Catch transitions are rarely taken, so dagre bends these first.
  const weight = kind === "catch" ? 1 : 2;
  if (label === undefined) return { weight };
  const lines = wrapText(label, LABEL_WIDTH);
  const width = Math.max(...lines.map((line) => textWidth(line))) * 0.85 + 8;
  return { weight, width, height: lines.length * LABEL_LINE_HEIGHT + 4, labelpos: "c" as const };
}

function placeEdge(
  graph: Graph,
  {
    from,
    to,
    kind,
    label,
  }: { from: string | undefined; to: string | undefined; kind: GraphEdge["kind"]; label?: string | undefined },
): PlacedEdge {
  const ends = [from === undefined ? START : idOf(from), to === undefined ? END : idOf(to)] as const;
  const { points = [], x = 0, y = 0 } = graph.edge(...ends);
  return {
    from,
    to,
    kind,
    points,
    label:
      label === undefined ? undefined : { lines: wrapText(label, LABEL_WIDTH), x: Math.round(x), y: Math.round(y) },
  };
}

function centre(graph: Graph, id: string): Point {
  const { x = 0, y = 0 } = graph.node(id);
  return { x: Math.round(x), y: Math.round(y) };
}
