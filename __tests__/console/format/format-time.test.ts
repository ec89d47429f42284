import {
  formatCountdown,
  formatDateTime,
  formatDay,
  formatTimeOfDay,
  formatWeekdayTime,
  showLocalTime,
} from "../../../console/format/format-time";

const TIME = new Date("2026-11-22T08:05:03Z");

afterEach(() => {
  showLocalTime(false);
});

it("formats times in UTC", () => {
  expect([formatDateTime(TIME), formatTimeOfDay(TIME)]).toEqual(["2026-11-22 08:05:03 UTC", "08:05:03"]);
});

it("formats days with their weekday", () => {
  expect([formatDay(TIME), formatWeekdayTime(TIME)]).toEqual(["Sunday, 2026-11-22", "Sun 2026-11-22 08:05:03 UTC"]);
});

it.each([
  [-330, "2026-11-22 13:35:03 +05:30", "13:35:03"],
  [480, "2026-11-22 00:05:03 -08:00", "00:05:03"],
])("formats times in the local zone with offset %d", (offset, dateTime, timeOfDay) => {
  const time = new Date(TIME);
  time.getTimezoneOffset = () => offset;

  showLocalTime(true);

  expect([formatDateTime(time), formatTimeOfDay(time)]).toEqual([dateTime, timeOfDay]);
  expect(formatDay(time)).toBe("Sunday, 2026-11-22");
});

it.each([
  [297, "4:57"],
  [0.4, "0:01"],
  [3_897, "1:04:57"],
  [-1, "0:00"],
])("formats a countdown of %d s", (seconds, text) => {
  expect(formatCountdown(seconds)).toBe(text);
});
