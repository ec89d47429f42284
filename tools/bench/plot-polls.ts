import { formatDuration } from "../../console/format/format-duration";
import type { Comparison, Measured } from "./compare-pacings";
import { SAMPLE } from "./pacings";

const PANEL = { width: 240, height: 200, left: 52, top: 34, gap: 26 };
const FOOT = 78;
/** Decades of both axes: polls from 1 to 10 million, delays from 0.1 s to a million. */
const POLLS_DECADES = { first: 0, last: 7 };
const DELAY_DECADES = { first: -1, last: 6 };
const DELAY_LABELS: Readonly<Record<number, string>> = {
  0: "1 s",
  1: "10 s",
  2: "2 min",
  3: "17 min",
  4: "3 h",
  5: "1 d",
};
const KINDS = ["ours", "sample", "Airflow", "Cromwell", "Nextflow"] as const;
type Kind = (typeof KINDS)[number];

const STYLE = `
  text { font: 11px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 12px }
  .quiet { fill: #57606a; font-size: 10px }
  .frame { fill: none; stroke: #8c959f }
  .grid { stroke: #d8dee4 }
  .background { fill: #ffffff }
  .ours { fill: #0969da } .line { stroke: #0969da; fill: none; stroke-width: 2 }
  .sample { fill: none; stroke: #57606a; stroke-width: 1.5 }
  .Airflow { fill: #cf222e } .Cromwell { fill: #bc4c00 } .Nextflow { fill: none; stroke: #8250df; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .quiet { fill: #9198a1 } .background { fill: #0d1117 } .frame { stroke: #6e7681 } .grid { stroke: #21262d }
    .ours { fill: #58a6ff } .line { stroke: #58a6ff } .sample { stroke: #b1bac4 }
    .Airflow { fill: #ff7b72 } .Cromwell { fill: #f0883e } .Nextflow { stroke: #d2a8ff }
  }`;

/** Plots polls against delay, one panel per run time. Both axes are logarithmic; lower left is better. */
export function plotPolls(comparisons: readonly Comparison[]): string {
  const step = PANEL.width + PANEL.gap;
  const width = PANEL.left + comparisons.length * step;
  const height = PANEL.top + PANEL.height + FOOT;
  const panels = comparisons.map((comparison, index) =>
    renderPanel(comparison, PANEL.left + index * step, index === 0),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Polls of a run against how late its end is noticed, ours and others">
<style>${STYLE}</style>
<rect class="background" width="${width}" height="${height}"/>
${panels.join("\n")}
${renderLegend(height - 14)}
</svg>
`;
}

const x = (polls: number): number => place(polls, POLLS_DECADES) * PANEL.width;
const y = (delaySeconds: number): number => (1 - place(delaySeconds, DELAY_DECADES)) * PANEL.height;

function place(value: number, { first, last }: { readonly first: number; readonly last: number }): number {
  return Math.min(1, Math.max(0, (Math.log10(value) - first) / (last - first)));
}

function renderPanel({ runTimeSeconds, ours, rivals, sensible }: Comparison, left: number, isFirst: boolean): string {
  const alive = [...rivals, ...ours].filter(({ figures }) => Number.isFinite(figures.polls));
  const line = sensible.map(({ figures }) => position(figures).join(",")).join(" ");
  return `<g transform="translate(${left} ${PANEL.top})">
<text class="title" y="-12">a run of ${formatDuration(runTimeSeconds)}</text>
${renderGrid(isFirst)}
<rect class="frame" width="${PANEL.width}" height="${PANEL.height}"/>
<polyline class="line" points="${line}"/>
${alive.map(renderPoint).join("\n")}
<text class="quiet" x="${PANEL.width / 2}" y="${PANEL.height + 32}" text-anchor="middle">polls</text>
</g>`;
}

function renderGrid(hasLabels: boolean): string {
  const lines: string[] = [];
  for (let decade = POLLS_DECADES.first; decade <= POLLS_DECADES.last; decade += 1) {
    const at = x(10 ** decade).toFixed(1);
    lines.push(`<path class="grid" d="M${at} 0V${PANEL.height}"/>`);
    const label = ["1", "10", "100", "1 k", "10 k", "100 k", "1 M", "10 M"][decade] ?? "";
    if (decade % 2 === 0)
      lines.push(`<text class="quiet" x="${at}" y="${PANEL.height + 16}" text-anchor="middle">${label}</text>`);
  }
  for (const [decade, label] of Object.entries(DELAY_LABELS)) {
    const at = y(10 ** Number(decade)).toFixed(1);
    lines.push(`<path class="grid" d="M0 ${at}H${PANEL.width}"/>`);
    if (hasLabels) lines.push(`<text class="quiet" x="-6" y="${at}" dy="3" text-anchor="end">${label}</text>`);
  }
  return lines.join("\n");
}

function position({ polls, medianDelaySeconds }: Measured["figures"]): [string, string] {
  return [x(polls).toFixed(1), y(medianDelaySeconds).toFixed(1)];
}

function renderPoint({ pacing, figures }: Measured): string {
  const kind = findKind(pacing.name);
  const [cx, cy] = position(figures);
  const who =
    pacing.waitTimeSeconds === undefined ? pacing.name : `${pacing.name}, wait_time ${pacing.waitTimeSeconds}`;
  // Rings of different sizes, because pacings with the same wait have the same position.
  const radius = kind === "Nextflow" ? 9 : kind === "sample" ? 6 : 4;
  return `<circle class="${kind}" cx="${cx}" cy="${cy}" r="${radius}"><title>${who}: ${figures.polls.toFixed(0)} polls, noticed after ${formatDuration(figures.medianDelaySeconds)}</title></circle>`;
}

function findKind(name: string): Kind {
  return KINDS.find((kind) => name.startsWith(kind) || (kind === "sample" && name === SAMPLE)) ?? "sample";
}

function renderLegend(at: number): string {
  const labels: Readonly<Record<Kind, string>> = {
    ours: "ours at wait_time 1, 10, 60, 900; the line: wait times that are no waste",
    sample: "AWS's sample at the same, while it lives",
    Airflow: "Airflow",
    Cromwell: "Cromwell",
    Nextflow: "Nextflow, Luigi",
  };
  let left = PANEL.left;
  const entries = KINDS.map((kind) => {
    const entry = `<circle class="${kind}" cx="${left}" cy="${at - 4}" r="4"/><text x="${left + 9}" y="${at}">${labels[kind]}</text>`;
    left += 30 + labels[kind].length * 6.2;
    return entry;
  });
  const axis = `<text class="quiet" x="${PANEL.left}" y="${at - 20}">Upwards: how long after the job's end it is noticed, at the median. Left and down is better; both axes are logarithmic.</text>`;
  return [axis, ...entries].join("\n");
}
