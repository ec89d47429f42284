const UNITS = [
  { name: "d", seconds: 86_400 },
  { name: "h", seconds: 3_600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
];

/**
 * Formats a duration in its two largest units: `4 min 1 s`, `2 d 3 h`.
 * @param seconds - negative values count as 0; tenths are shown only below one second
 */
export function formatDuration(seconds: number): string {
  if (seconds >= 0.05 && seconds < 0.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.max(0, Math.round(seconds));
  const largest = UNITS.findIndex((unit) => whole >= unit.seconds);
  if (largest < 0) return "0 s";
  let left = whole;
  const parts: string[] = [];
  for (const unit of UNITS.slice(largest, largest + 2)) {
    const count = Math.floor(left / unit.seconds);
    left -= count * unit.seconds;
    if (count > 0) parts.push(`${count} ${unit.name}`);
  }
  return parts.join(" ");
}
