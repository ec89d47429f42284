import { formatDuration } from "../format/format-duration";
import type { JobSummary } from "./summarize-jobs";
import { html, type Html } from "../view/html";
import { renderTable } from "../view/parts";

const BAR = { width: 4, gap: 1, height: 24 };

/** Renders a table of jobs with the trend of their durations. A click on a name is handled by `data-job`. */
export const renderTrends = (jobs: readonly JobSummary[]): Html =>
  renderTable(
    "Jobs by name",
    ["Job", "Durations, newest last", "Median of successes", "Last", "Ended", "Failed"],
    jobs.map(({ jobName, count, failed, medianSeconds, runs }) => [
      html`<button type="button" class="link" data-job="${jobName}">${jobName}</button>`,
      renderBars(runs),
      medianSeconds === undefined ? "–" : formatDuration(medianSeconds),
      formatDuration(runs.at(-1)?.seconds ?? 0),
      count.toLocaleString("en-US"),
      failed.toLocaleString("en-US"),
    ]),
  );

/** Renders durations as bars. Failed runs have a mark below them. */
function renderBars(runs: JobSummary["runs"]): Html {
  const longest = Math.max(...runs.map(({ seconds }) => seconds), 1);
  const width = runs.length * (BAR.width + BAR.gap);
  return html`<svg
    class="trend"
    viewBox="0 0 ${width} ${BAR.height + 4}"
    width="${width}"
    height="${BAR.height + 4}"
    aria-hidden="true"
  >
    ${runs.map(({ name, seconds, succeeded }, index) => {
      const height = Math.max(2, Math.round((seconds / longest) * BAR.height));
      const x = index * (BAR.width + BAR.gap);
      return html`<rect
          class="${succeeded ? "run" : "run-failed"}"
          x="${x}"
          y="${BAR.height - height}"
          width="${BAR.width}"
          height="${height}"
          ><title>${name}: ${formatDuration(seconds)}${succeeded ? "" : ", failed"}</title></rect
        >${succeeded ? undefined : html`<rect class="run-failed" x="${x}" y="${BAR.height + 1}" width="${BAR.width}" height="3" />`}`;
    })}
  </svg>`;
}
