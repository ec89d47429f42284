/** Start of the invisible marker of the comments with plans. */
export const COMMENT_MARKER = "<!-- job-status-poller:plans";

/** Returns the marker of the comment about one environment. */
export const commentMarker = (environment: string): string => `${COMMENT_MARKER}:${environment} -->`;

const headMarker = (headSha: string): string => `<!-- head:${headSha} -->`;

/** Renders the first lines of a comment: the markers of the comment and of the planned commit. */
export const renderMarkers = (environment: string, headSha: string | undefined): string =>
  [commentMarker(environment), ...(headSha === undefined ? [] : [headMarker(headSha)])].join("\n");

/** Returns whether a comment is for the given commit. */
export const isAbout = (body: string, headSha: string): boolean => body.split(/\r?\n/)[1] === headMarker(headSha);
