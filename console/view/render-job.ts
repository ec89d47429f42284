import type { JobResult } from "../../workflow/result/job-result";
import { formatDuration } from "../format/format-duration";
import { formatDateTime } from "../format/format-time";
import { describeNotice } from "../model/exact-timeline";
import { NOT_FOUND, type JobPhase } from "../model/job-phases";
import type { TimelineEntry } from "../model/progress/run-progress";
import { html, type Html } from "./html";
import { durationBetween, renderTable, renderTime } from "./parts";

/** CSS class suffixes by job status. Other statuses use `waiting`. */
const PHASE_KEYS: Readonly<Record<string, string>> = {
  STARTING: "starting",
  RUNNING: "running",
  SUCCEEDED: "good",
  FAILED: "bad",
};
const keyOf = (status: string): string => PHASE_KEYS[status] ?? "waiting";

const BAR_WIDTH = 1000;
const BAR_HEIGHT = 28;
/** Minimum width of a phase, so that short phases stay visible. */
const MIN_WIDTH = 6;

/**
 * Renders the job's phases as a bar and as a list.
 * @param now - end time for the last phase of a job that has not ended; the end of an execution that has
 */
export function renderPhases(phases: readonly JobPhase[], now: Date): Html {
  if (phases.length === 0) return html`<p class="quiet">No job submitted yet.</p>`;
  return html`${renderBar(phases, now)}
    <ol class="phases">
      ${phases.map((phase) => renderPhase(phase, phase === phases.at(-1), now))}
    </ol>`;
}

function renderBar(phases: readonly JobPhase[], now: Date): Html {
  const spans = phases.map((phase) => ({
    phase,
    ms: Math.max(0, (phase.to ?? endOf(phase, now)).getTime() - phase.from.getTime()),
  }));
  const shown = spans.filter(({ ms, phase }) => ms > 0 || phase.to !== undefined);
  const totalMs = shown.reduce((sum, { ms }) => sum + ms, 0) || 1;
  const widths = shown.map(({ ms }) => Math.max(MIN_WIDTH, (ms / totalMs) * BAR_WIDTH));
  const scale = BAR_WIDTH / (widths.reduce((sum, width) => sum + width, 0) || 1);
  let x = 0;
  const pieces = shown.map(({ phase, ms }, index) => {
    const width = (widths[index] ?? 0) * scale;
    const piece = html`<rect
      class="phase-${keyOf(phase.status)}"
      x="${Math.round(x)}"
      width="${Math.max(1, Math.round(width) - 2)}"
      height="${BAR_HEIGHT}"
      rx="3"
      ><title>${phase.status}, ${formatDuration(ms / 1000)}</title></rect
    >`;
    x += width;
    return piece;
  });
  return html`<svg
    class="life-bar"
    viewBox="0 0 ${BAR_WIDTH} ${BAR_HEIGHT}"
    preserveAspectRatio="none"
    width="100%"
    height="${BAR_HEIGHT}"
    aria-hidden="true"
  >
    ${pieces}
  </svg>`;
}

const isEnd = ({ status }: JobPhase): boolean => ["SUCCEEDED", "FAILED", NOT_FOUND].includes(status);
const endOf = (phase: JobPhase, now: Date): Date => (isEnd(phase) ? phase.from : now);

function renderPhase(phase: JobPhase, isLast: boolean, now: Date): Html {
  const { status, from, to } = phase;
  const lasted = isLast && isEnd(phase) ? undefined : durationBetween(from, to ?? now);
  const seen = describeSeen(phase);
  return html`<li class="phase phase-${keyOf(status)}">
    <strong>${status}</strong> ${lasted && html`<span class="lasted">${isLast ? "for " : ""}${lasted}</span> `}<span
      class="quiet"
      >${renderTime(from)}${seen && `, ${seen}`}</span
    >
  </li>`;
}

/** Describes how the workflow learned of a phase; undefined for other times from AWS Batch and for the submission. */
function describeSeen({ from, isExact, poll, noticedAt }: JobPhase): string | undefined {
  if (isExact) return noticedAt && describeNotice(from, noticedAt, poll);
  return poll === undefined ? undefined : `found by poll ${poll.toLocaleString("en-US")}, began up to one wait earlier`;
}

/** Renders the timeline of the execution. */
export const renderTimeline = (entries: readonly TimelineEntry[], startedAt: Date | undefined): Html =>
  html`<ol class="timeline">
    ${entries.map(
      ({ at, label, text, tone }) =>
        html`<li>
          ${renderTime(at)} <span class="quiet">${durationBetween(startedAt, at)}</span>
          <span class="what"
            ><strong class="tone-${tone}">${label}</strong> ${text === formatDateTime(at) ? null : text}</span
          >
        </li>`,
    )}
  </ol>`;

/**
 * Renders the table of attempts, with the most important columns first for narrow screens.
 * @returns undefined if there was no attempt
 */
export const renderAttempts = ({ attempts }: JobResult): Html | undefined =>
  attempts.length === 0
    ? undefined
    : renderTable(
        "Attempts",
        ["Attempt", "Exit code", "Reason", "Started", "Duration", "Log stream"],
        attempts.map(({ number, startedAt, stoppedAt, exitCode, reason, logStreamName }) => [
          number,
          exitCode ?? "none",
          reason === null ? "" : html`<span class="long">${reason}</span>`,
          startedAt === null ? "not started" : renderTime(new Date(startedAt)),
          html`<span class="short">${durationBetween(parseTime(startedAt), parseTime(stoppedAt))}</span>`,
          logStreamName === null ? "" : html`<code class="long">${logStreamName}</code>`,
        ]),
      );

const parseTime = (text: string | null): Date | undefined => (text === null ? undefined : new Date(text));
