import type { StateGraph } from "../model/state-graph";
import type { StateRun, TakenStep } from "../model/state-runs";
import { drawArrow, drawCurve } from "./draw-curve";
import { html, type Html } from "./html";
import {
  CIRCLE_RADIUS,
  LABEL_LINE_HEIGHT,
  LINE_HEIGHT,
  type GraphLayout,
  type PlacedEdge,
  type PlacedState,
  type Point,
} from "./layout-graph";
import { STATE_STATUS_VIEWS, type StatusView } from "./standing-view";
import { textWidth } from "./wrap-text";

/** Execution to show in the diagram, such as an ExecutionModel. */
export interface ShownRun {
  readonly graph: StateGraph;
  readonly steps: readonly TakenStep[];
  findRun(stateName: string): StateRun | undefined;
}

/** Appearance of the diagram. */
export interface GraphOptions {
  /** Prefix of the element IDs, to make them unique if a page has several diagrams. @default "graph" */
  readonly idPrefix?: string;
  /** Whether states are buttons. @default false, one picture */
  readonly isInteractive?: boolean;
  /** Name of the selected state. */
  readonly selected?: string | undefined;
}

/**
 * Renders the visual workflow as SVG. `data-state` contains the name of each state.
 * @param run - execution to show; undefined for the definition alone
 */
export function renderGraph(layout: GraphLayout, run?: ShownRun, options: GraphOptions = {}): Html {
  const { idPrefix = "graph", isInteractive = false, selected } = options;
  const { width, height, states, edges, start, end } = layout;
  const taken = new Map(run?.steps.map((step) => [keyOf(step), step.count]));
  const shown = states.map((placed) => ({ placed, stateRun: run?.findRun(placed.state.name) }));
  return html`<svg
    class="graph"
    role="${isInteractive ? "group" : "img"}"
    aria-labelledby="${idPrefix}-title ${idPrefix}-desc"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    xmlns="http://www.w3.org/2000/svg"
  >
    <title id="${idPrefix}-title">Visual workflow</title>
    <desc id="${idPrefix}-desc">${describe(shown, edges)}</desc>
    ${edges.map((edge) => renderEdge(edge, taken.get(keyOf(edge)) ?? 0))}
    ${start && renderCircle(start, "Start", taken.size > 0)}
    ${shown.map(({ placed, stateRun }) => renderState(placed, stateRun, isInteractive ? placed.state.name === selected : undefined))}
    ${edges.map((edge) => renderLabel(edge))}
    ${
      end &&
      renderCircle(
        end,
        "End",
        edges.some((edge) => edge.to === undefined && taken.has(keyOf(edge))),
      )
    }
  </svg>`;
}

const keyOf = ({ from, to }: { from: string | undefined; to: string | undefined }): string =>
  JSON.stringify([from ?? null, to ?? null]);

const viewOf = (run: StateRun | undefined): StatusView => STATE_STATUS_VIEWS[run?.status ?? "notVisited"];

const times = (count: number): string => (count === 1 ? "1 visit" : `${count.toLocaleString("en-US")} visits`);

/** Text alternative of the diagram. */
function describe(
  shown: readonly { readonly placed: PlacedState; readonly stateRun: StateRun | undefined }[],
  edges: readonly PlacedEdge[],
): string {
  const texts = shown.map(({ placed: { state }, stateRun }) => {
    const targets = edges.filter(({ from, to }) => from === state.name && to !== undefined).map(({ to }) => String(to));
    const leads = targets.length === 0 ? "" : `, leads to ${targets.join(", ")}`;
    const status = stateRun === undefined ? "" : `, ${viewOf(stateRun).text}, ${times(stateRun.visits)}`;
    return `${state.name} (${state.type}${status}${leads})`;
  });
  return `States: ${texts.join("; ")}.`;
}

/** @param isSelected - undefined if the state is not a button */
function renderState(
  { state, x, y, width, height, lines }: PlacedState,
  run: StateRun | undefined,
  isSelected: boolean | undefined,
): Html {
  const { key, text, icon } = viewOf(run);
  const visitCount = run?.visits ?? 0;
  const left = x - width / 2;
  const top = y - height / 2;
  const textLeft = left + 42;
  const title = state.comment === undefined ? state.name : `${state.name}: ${state.comment}`;
  const classes = `state state-${key}${isSelected === true ? " state-selected" : ""}`;
  const second = run === undefined ? state.type : `${state.type} · ${text}`;
  // Contains the visible text, for users of speech input.
  const label = [state.name, second, ...(visitCount > 1 ? [formatVisits(visitCount)] : [])].join(" ");
  const named = html`class="${classes}" data-state="${state.name}"`;
  const attributes =
    isSelected === undefined
      ? named
      : html`${named} role="button" tabindex="0" aria-pressed="${String(isSelected)}" aria-label="${label}"`;
  return html`<g ${attributes}>
    <title>${title}</title>
    <rect x="${left}" y="${top}" width="${width}" height="${height}" rx="8" />
    ${renderIcon(icon, left + 11, y - 11)}
    ${lines.map((line, index) => html`<text class="name" x="${textLeft}" y="${top + 20 + index * LINE_HEIGHT}">${line}</text>`)}
    <text class="type" x="${textLeft}" y="${top + 20 + lines.length * LINE_HEIGHT}">${second}</text>
    ${visitCount > 1 ? renderVisits(visitCount, left + width - 6, top) : null}
  </g>`;
}

/** Renders the status icon, 22 pixels wide; a dot for a state without an icon. */
const renderIcon = (icon: string, left: number, top: number): Html =>
  icon === ""
    ? html`<circle class="dot" cx="${left + 11}" cy="${top + 11}" r="4" />`
    : html`<g transform="translate(${left} ${top})">
        <circle class="badge" cx="11" cy="11" r="11" />
        <path class="icon" transform="translate(3 3)" d="${icon}" />
      </g>`;

const formatVisits = (visits: number): string => `${visits.toLocaleString("en-US")}×`;

/** Renders the number of visits, on the upper edge of the box. */
function renderVisits(visits: number, right: number, y: number): Html {
  const text = formatVisits(visits);
  const width = textWidth(text) * 0.85 + 14;
  return html`<g class="visits">
    <rect class="pill" x="${right - width}" y="${y - 10}" width="${width}" height="20" rx="10" />
    <text class="count" x="${right - width / 2}" y="${y + 4}" text-anchor="middle">${text}</text>
  </g>`;
}

function renderEdge({ points, kind }: PlacedEdge, count: number): Html {
  const classes = `edge edge-${kind}${count > 0 ? " edge-taken" : ""}`;
  return html`<g class="${classes}"
    ><path class="line" d="${drawCurve(points)}" /><path class="arrow" d="${drawArrow(points)}"
  /></g>`;
}

function renderLabel({ label }: PlacedEdge): Html | undefined {
  if (label === undefined) return undefined;
  const top = label.y - ((label.lines.length - 1) * LABEL_LINE_HEIGHT) / 2 + 4;
  return html`<text class="label" text-anchor="middle"
    >${label.lines.map((line, index) => html`<tspan x="${label.x}" y="${top + index * LABEL_LINE_HEIGHT}">${line}</tspan>`)}</text
  >`;
}

const renderCircle = ({ x, y }: Point, text: string, isVisited: boolean): Html =>
  html`<g class="terminal${isVisited ? " terminal-visited" : ""}"
    ><circle cx="${x}" cy="${y}" r="${CIRCLE_RADIUS}" /><text x="${x}" y="${y + 4}" text-anchor="middle"
      >${text}</text
    ></g
  >`;
