import type { PlanReport } from "../report/plan-report";

/** Invisible marker of the pull request comment. */
export const COMMENT_MARKER = "<!-- job-status-poller:plans -->";

const headMarker = (headSha: string): string => `<!-- head:${headSha} -->`;

const planMarker = ({ stack, digest, configHash }: PlanReport): string =>
  `<!-- plan:${stack} ${digest} ${configHash} -->`;

/** Renders the first lines of a comment: the markers of the comment, the commit and the plans. */
export function renderMarkers(headSha: string | undefined, reports: readonly PlanReport[]): string {
  const head = headSha === undefined ? [] : [headMarker(headSha)];
  return [COMMENT_MARKER, ...head, ...reports.map(planMarker)].join("\n");
}

/** Returns whether a comment is for the given commit. */
export const isAbout = (body: string, headSha: string): boolean => readMarkers(body).includes(headMarker(headSha));

/** Returns whether a comment shows the given plan of a stack. */
export const isShown = (body: string, report: PlanReport): boolean => readMarkers(body).includes(planMarker(report));

/** Reads the markers in the first lines. Later lines may contain text from a plan. */
function readMarkers(body: string): string[] {
  const lines = body.split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith("<!-- "));
  return lines.slice(0, end === -1 ? undefined : end);
}
