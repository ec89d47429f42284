import { formatDuration } from "../format/format-duration";

/** Describes the age of data. @param ageMs - real time since the last successful read; undefined before it */
export function describeAge(ageMs: number | undefined): string {
  if (ageMs === undefined) return "";
  return ageMs < 1_500 ? "Updated just now" : `Updated ${formatDuration(ageMs / 1000)} ago`;
}
