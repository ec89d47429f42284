import { formatDateTime, formatTimeOfDay } from "../format/format-time";
import { describeNotice } from "../model/exact-timeline";
import type { ExecutionModel } from "../model/execution-model";
import { isJobEnd, type JobPhase } from "../model/job-phases";
import { findTimeAxis, listTimes, type TimeAxis, type TimesEntry } from "../model/time-axis";
import { html, type Html } from "./html";
import { durationBetween, renderTime } from "./parts";

/** CSS class suffixes by job status. Other statuses use `waiting`. */
const PHASE_KEYS: Readonly<Record<string, string>> = {
  STARTING: "starting",
  RUNNING: "running",
  SUCCEEDED: "good",
  FAILED: "bad",
  "NOT FOUND": "bad",
};
const keyOf = (status: string): string => PHASE_KEYS[status] ?? "waiting";

/**
 * Renders the times of the execution and its job as one axis, and as a list.
 * @param now - end of the axis while the execution is running
 */
export function renderTimes(model: ExecutionModel, now: Date): Html {
  const axis = findTimeAxis(model, now);
  return html`${axis && renderAxis(axis)}
    <ol class="timeline">
      ${listTimes(model).map((entry) => renderEntry(entry, model.startedAt, model.closedAt ?? now))}
    </ol>`;
}

function renderEntry({ at, label, text, tone, phase }: TimesEntry, startedAt: Date | undefined, now: Date): Html {
  const lasted = phase === undefined || isJobEnd(phase) ? undefined : durationBetween(phase.from, phase.to ?? now);
  const dot = phase === undefined ? "" : ` dot dot-${keyOf(phase.status)}`;
  const shown = text === formatDateTime(at) ? undefined : describeEntry(text, phase);
  return html`<li>
    ${renderTime(at)} <span class="quiet">${durationBetween(startedAt, at)}</span>
    <span class="what"
      ><strong class="tone-${tone}${dot}">${label}</strong>${lasted && html` <span class="lasted">for ${lasted}</span>`}
      ${shown !== undefined && shown !== "" ? `· ${shown}` : undefined}</span
    >
  </li>`;
}

/** Adds that a status which only a poll found began before it. */
function describeEntry(text: string, phase: JobPhase | undefined): string {
  if (phase?.isExact !== false || phase.poll === undefined) return text;
  return `${text === "" ? `poll ${phase.poll}` : text}, began up to one wait earlier`;
}

/** Heights of the rows of the axis, in pixels. */
const ROW = { flag: 18, label: 18, bar: 20, attempt: 18, ticks: 16, scale: 20 };
/** Number of distinguishable positions of the ticks. */
const POSITIONS = 400;
/** Minimum share of the axis for the label of a status, and of an attempt. */
const LABEL_SHARE = { status: 0.2, attempt: 0.04 };

/** Renders the axis. Positions are percentages, so that texts keep their size at all widths. */
function renderAxis(axis: TimeAxis): Html {
  const { deadlines, attempts, polls, wakes, nextPollAt } = axis;
  const scale = createScale(axis);
  const barTop = deadlines.length * ROW.flag + ROW.label;
  const attemptTop = barTop + ROW.bar;
  const tickTop = attemptTop + (attempts.length === 0 ? 0 : ROW.attempt);
  const hasTicks = polls.length + wakes.length > 0 || nextPollAt !== undefined;
  const scaleTop = tickTop + (hasTicks ? ROW.ticks : 0);
  return html`<svg class="time-axis" width="100%" height="${scaleTop + ROW.scale}" aria-hidden="true">
      ${renderPhases(axis, scale, barTop)} ${renderAttempts(axis, scale, attemptTop)}
      ${scale.distinct(polls).map((x) => renderLine("poll", x, tickTop + 3, scaleTop))}
      ${nextPollAt && renderLine("poll next-poll", scale.at(nextPollAt), tickTop + 3, scaleTop)}
      ${scale.distinct(wakes).map(
        (x) =>
          html`<svg x="${x}" y="${tickTop + 2}" overflow="visible">
            <path class="wake" d="M0 0 5 6 0 12-5 6Z" />
          </svg>`,
      )}
      ${deadlines.map(({ name, at }, row) => renderFlag(name, at, row * ROW.flag, attemptTop, scale))}
      ${renderTicks(axis, scale, scaleTop)}
    </svg>
    <p class="quiet axis-key">${describeAxis(axis)}</p>`;
}

function renderPhases({ phases, notice }: TimeAxis, scale: Scale, top: number): Html {
  const spans = phases.filter((phase) => phase.to > phase.from);
  const end = phases.find((phase) => isJobEnd(phase));
  return html`${spans.map(
    ({ status, from, to }) =>
      html`<rect
        class="phase phase-${keyOf(status)}"
        x="${scale.at(from)}"
        y="${top}"
        width="${scale.width(from, to)}"
        height="${ROW.bar}"
        ><title>${status}, ${durationBetween(from, to)}</title></rect
      >`,
  )}${spans
    .filter(({ from, to }) => scale.share(to) - scale.share(from) >= LABEL_SHARE.status)
    .map(({ status, from }) => html`<text x="${scale.at(from)}" y="${top - 5}">${status}</text>`)}${
    notice &&
    html`<rect
      class="notice"
      x="${scale.at(notice.from)}"
      y="${top + 0.5}"
      width="${scale.width(notice.from, notice.to)}"
      height="${ROW.bar - 1}"
      ><title>${describeNotice(notice.from, notice.to, undefined)}</title></rect
    >`
  }${end && renderLine(`end tone-${end.status === "SUCCEEDED" ? "good" : "bad"}`, scale.at(end.from), top - 3, top + ROW.bar + 3)}`;
}

const renderAttempts = ({ attempts }: TimeAxis, scale: Scale, top: number): readonly Html[] =>
  attempts.map(
    ({ number, exitCode, from, to }) =>
      html`<rect
          class="attempt"
          x="${scale.at(from)}"
          y="${top + 3}"
          width="${scale.width(from, to)}"
          height="${ROW.attempt - 4}"
          rx="2"
          ><title>Attempt ${number}, exit code ${exitCode ?? "none"}</title></rect
        >${
          scale.share(to) - scale.share(from) < LABEL_SHARE.attempt
            ? undefined
            : html`<text x="${scale.at(from)}" dx="4" y="${top + 14}">${number}</text>`
        }`,
  );

const renderLine = (name: string, x: string, top: number, bottom: number): Html =>
  html`<line class="${name}" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" />`;

/** Renders a deadline. One after the end of the axis has an arrow to the right. */
function renderFlag(name: string, at: Date, top: number, bottom: number, scale: Scale): Html {
  const share = scale.share(at);
  const label = html`<text
    class="flag-label"
    x="${scale.at(at)}"
    dx="${share > 0.5 ? -4 : 4}"
    y="${top + 12}"
    text-anchor="${share > 0.5 ? "end" : "start"}"
    >${name}${share > 1 ? ` →` : ""}</text
  >`;
  return share > 1 ? label : html`${renderLine("flag", scale.at(at), top + 2, bottom)}${label}`;
}

/** Renders the scale: the first and the last time, and durations between them. */
function renderTicks({ from, to }: TimeAxis, scale: Scale, top: number): Html {
  const seconds = (to.getTime() - from.getTime()) / 1000;
  const step = STEPS.find((each) => seconds / each <= 4) ?? Math.ceil(seconds / 4);
  const inner = [1, 2, 3]
    .map((count) => new Date(from.getTime() + count * step * 1000))
    .filter((at) => scale.share(at) > 0.2 && scale.share(at) < 0.8);
  return html`${renderLine("scale", "0%", top, top + 4)}${renderLine("scale", "100%", top, top + 4)}<line
      class="scale"
      x2="100%"
      y1="${top}"
      y2="${top}"
    />${inner.map(
      (at) =>
        html`${renderLine("scale", scale.at(at), top, top + 4)}<text
            x="${scale.at(at)}"
            y="${top + 16}"
            text-anchor="middle"
            >+${durationBetween(from, at)}</text
          >`,
    )}<text y="${top + 16}">${formatTimeOfDay(from)}</text
    ><text x="100%" y="${top + 16}" text-anchor="end">${formatTimeOfDay(to)}</text>`;
}

/** Distances of two ticks of the scale, in seconds. */
const STEPS = [1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000];

/** Describes the marks of the axis. */
function describeAxis({ polls, wakes, deadlines, notice, to }: TimeAxis): string {
  const later = deadlines.filter(({ at }) => at > to).map(({ name, at }) => `${name} at ${formatDateTime(at)}`);
  const parts = [
    polls.length === 0 ? undefined : `${count(polls.length, "poll")} (ticks)`,
    wakes.length === 0 ? undefined : `${count(wakes.length, "wait")} ended by an event (diamonds)`,
    deadlines.length === 0 ? undefined : "deadlines (flags)",
    ...later,
    notice && notice.to > notice.from ? "time until the end was noticed (dashed box)" : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "" : `Marks: ${parts.join(", ")}.`;
}

const count = (amount: number, noun: string): string =>
  `${amount.toLocaleString("en-US")} ${noun}${amount === 1 ? "" : "s"}`;

type Scale = ReturnType<typeof createScale>;

function createScale({ from, to }: Pick<TimeAxis, "from" | "to">) {
  const totalMs = Math.max(1, to.getTime() - from.getTime());
  const share = (at: Date): number => Math.max(0, (at.getTime() - from.getTime()) / totalMs);
  const percent = (part: number): string => `${Math.round(Math.min(1, part) * 10_000) / 100}%`;
  return {
    share,
    /** Position as a percentage. */
    at: (time: Date): string => percent(share(time)),
    width: (start: Date, end: Date): string => percent(Math.max(0, share(end) - share(start))),
    /** Positions of the times; times that are too close to each other share one. */
    distinct: (times: readonly Date[]): readonly string[] => [
      ...new Set(times.map((time) => percent(Math.round(share(time) * POSITIONS) / POSITIONS))),
    ],
  };
}
