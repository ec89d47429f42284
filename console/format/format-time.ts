/** Zone of the formatted times. Only the page changes it. */
let zone: "utc" | "local" = "utc";

/** Sets the zone of all formatted times. @param isLocal - false for UTC */
export function showLocalTime(isLocal: boolean): void {
  zone = isLocal ? "local" : "utc";
}

/** `2026-11-22 08:05:03 UTC`, or `2026-11-22 09:05:03 +01:00` in local time */
export function formatDateTime(time: Date): string {
  const { text, offset } = toZone(time);
  return `${text.slice(0, 19).replace("T", " ")} ${offset}`;
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** `Tuesday, 2026-11-24` */
export function formatDay(time: Date): string {
  const day = toZone(time).text.slice(0, 10);
  return `${findWeekday(time)}, ${day}`;
}

/** `Tue 2026-11-24 08:05:03 UTC` */
export const formatWeekdayTime = (time: Date): string => `${findWeekday(time).slice(0, 3)} ${formatDateTime(time)}`;

const findWeekday = (time: Date): string => WEEKDAYS[new Date(toZone(time).text).getUTCDay()] ?? "";

/** `08:05:03` */
export const formatTimeOfDay = (time: Date): string => toZone(time).text.slice(11, 19);

/** Returns the start of a day such as `2026-11-24` in the zone, in milliseconds since 1970. */
export const startOfDay = (day: string): number => Date.parse(`${day}T00:00:00${zone === "utc" ? "Z" : ""}`);

/** `4:57`, or `1:04:57` from one hour */
export function formatCountdown(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const pad = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

function toZone(time: Date): { readonly text: string; readonly offset: string } {
  if (zone === "utc") return { text: time.toISOString(), offset: "UTC" };
  const minutes = -time.getTimezoneOffset();
  const size = Math.abs(minutes);
  const pad = (value: number): string => String(value).padStart(2, "0");
  return {
    text: new Date(time.getTime() + minutes * 60_000).toISOString(),
    offset: `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`,
  };
}
