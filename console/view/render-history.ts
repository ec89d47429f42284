import type { ExecutionModel } from "../model/execution-model";
import type { EventRow, HistoryRow, LoopRow } from "../model/history-rows";
import { formatDuration } from "../format/format-duration";
import { formatTimeOfDay } from "../format/format-time";
import { spentMs } from "../model/state-runs";
import { html, type Html } from "./html";
import { durationBetween, renderTable } from "./parts";
import { STANDING_VIEWS } from "./standing-view";
import { renderBadge } from "./status-badge";

/** Table of the visited states. @param now - up to when a visit that goes on counts */
export const renderStates = ({ runs, closedAt }: ExecutionModel, now: Date): Html =>
  renderTable(
    "Visited states",
    ["State", "Status", "Visits", "Time spent", "Retries"],
    runs.map((run) => [
      run.name,
      renderBadge(STANDING_VIEWS[run.standing]),
      run.visits.toLocaleString("en-US"),
      formatDuration(spentMs(run, closedAt ?? now) / 1000),
      run.retries === 0 ? "" : run.retries.toLocaleString("en-US"),
    ]),
  );

export const HISTORY_HEADINGS = ["ID", "Event", "State", "Time", "After", "Detail"] as const;

/** The folded history as a table. */
export const renderHistory = ({ rows, startedAt }: ExecutionModel): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Event history">
    <table class="history">
      <thead>
        <tr>
          ${HISTORY_HEADINGS.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => renderHistoryRow(row, startedAt))}
      </tbody>
    </table>
  </div>`;

/** One row of it, a `<tr>`; `data-first` and `data-last` are the IDs of its events. */
export const renderHistoryRow = (row: HistoryRow, startedAt: Date | undefined): Html =>
  row.kind === "event" ? renderEventRow(row, startedAt) : renderLoopRow(row, startedAt);

const renderEventRow = ({ id, type, stateName, at, detail, tone }: EventRow, startedAt: Date | undefined): Html =>
  html`<tr class="event tone-${tone}" data-first="${id}" data-last="${id}">
    <td>${id}</td>
    <td class="event-type">${type}</td>
    <td>${stateName}</td>
    <td>${renderClock(at)}</td>
    <td>${durationBetween(startedAt, at)}</td>
    <td class="detail">${detail}</td>
  </tr>`;

function renderLoopRow(row: LoopRow, startedAt: Date | undefined): Html {
  const { firstEventId, lastEventId, states, from, to } = row;
  return html`<tr class="loop" data-first="${firstEventId}" data-last="${lastEventId}">
    <td>${firstEventId}–${lastEventId}</td>
    <td><strong>${describeRounds(row)}</strong></td>
    <td>${states.join(" → ")}</td>
    <td>${renderClock(from)} – ${renderClock(to)}</td>
    <td>${durationBetween(startedAt, from)}</td>
    <td class="detail">${describeLoop(row)}</td>
  </tr>`;
}

/** `polls 3 to 12, 10 times`; of a state machine that looks at no job, `rounds`. */
function describeRounds({ firstRound, lastRound, isPoll, isOpen }: LoopRow): string {
  const word = isPoll ? "poll" : "round";
  const show = (round: number): string => round.toLocaleString("en-US");
  if (firstRound === lastRound) return `${word} ${show(firstRound)}${isOpen ? ", in progress" : ""}`;
  return `${word}s ${show(firstRound)} to ${show(lastRound)}, ${show(lastRound - firstRound + 1)} times`;
}

function describeLoop({ jobStatus, jobStatusReason, from, to, leadsTo, failures }: LoopRow): string {
  const parts = [
    jobStatus === undefined ? undefined : `${jobStatus} for ${durationBetween(from, to) ?? ""}`,
    jobStatusReason,
    failures === 0 ? undefined : failures === 1 ? "1 failed attempt" : `${failures} failed attempts`,
    leadsTo === undefined ? undefined : `then ${leadsTo}`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

const renderClock = (at: Date): Html => html`<time datetime="${at.toISOString()}">${formatTimeOfDay(at)}</time>`;
