import type { PlanReport } from "./plan-report";

/** Marks our comment of a pull request, invisibly. */
export const COMMENT_MARKER = "<!-- job-status-poller:plans -->";

const headMarker = (headSha: string): string => `<!-- head:${headSha} -->`;

const planMarker = ({ stack, digest, configHash }: PlanReport): string =>
  `<!-- plan:${stack} ${digest} ${configHash} -->`;

/** First lines of a comment: what it is, the commit, and the plans that it shows. */
export function renderMarkers(headSha: string | undefined, reports: readonly PlanReport[]): string {
  const head = headSha === undefined ? [] : [headMarker(headSha)];
  return [COMMENT_MARKER, ...head, ...reports.map(planMarker)].join("\n");
}

/** Whether a comment is about a commit. */
export const isAbout = (body: string, headSha: string): boolean => readMarkers(body).includes(headMarker(headSha));

/** Whether a comment shows exactly this plan of a stack. */
export const isShown = (body: string, report: PlanReport): boolean => readMarkers(body).includes(planMarker(report));

/** Only the first lines count: what stands below may have come out of a plan. */
function readMarkers(body: string): string[] {
  const lines = body.split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith("<!-- "));
  return lines.slice(0, end === -1 ? undefined : end);
}
