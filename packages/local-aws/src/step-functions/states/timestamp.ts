const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/u;

/**
 * Parses an ISO-8601 date and time with offset to milliseconds since 1970. Returns undefined if the text is not one.
 */
export function parseTimestamp(text: string): number | undefined {
  const timeMs = ISO_8601.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
