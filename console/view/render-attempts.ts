import type { JobResult } from "../../workflow/result/job-result";
import { html, type Html } from "./html";
import { durationBetween, renderTable, renderTime } from "./parts";

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
