import * as fc from "fast-check";
import { EMPTY_RESULT, formatCause, type JobResult } from "../../../workflow/result/job-result";

const LIMIT_BYTES = 32_768;
const bytes = (text: string): number => Buffer.byteLength(text, "utf8");
const parse = (json: string): unknown => JSON.parse(json);

const givenAttempts = (reason: string, count = 10) =>
  Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    exitCode: 1,
    reason,
    startedAt: "2026-01-01T00:00:00.000Z",
    stoppedAt: "2026-01-01T00:00:00.000Z",
    logStreamName: "sample/default/0123456789abcdef0123456789abcdef",
  }));

it("returns the compact JSON of the result if it fits", () => {
  const result: JobResult = { ...EMPTY_RESULT, statusReason: 'say "hi"\n\u0000\t\\ 🚀', exitCode: null };

  const cause = formatCause(result);

  expect(cause).toBe(JSON.stringify(result));
  expect(parse(cause)).toEqual(result);
});

it.each([
  ["plain letters", "x"],
  ["quotes", '"'],
  ["backslashes", "\\"],
  ["newlines", "\n"],
  ["control characters", "\u0001"],
  ["lone surrogates", "\ud83d"],
  ["emoji", "🚀"],
])("fits ten attempts with reasons of 1,024 characters of %s", (_title, character) => {
  const reason = character.repeat(1_024);
  const result = { ...EMPTY_RESULT, statusReason: reason, containerReason: reason, attempts: givenAttempts(reason) };

  const cause = formatCause(result);

  expect(bytes(cause)).toBeLessThan(LIMIT_BYTES);
  expect(parse(cause)).toHaveProperty("attempts.length", 10);
});

it("truncates and marks only reasons, so that IDs and URLs stay valid", () => {
  const logUrl = `https://example.com/${"x".repeat(500)}`;
  const result = { ...EMPTY_RESULT, logUrl, attempts: givenAttempts("\u0001".repeat(1_024)) };

  const cause = parse(formatCause(result));

  expect(cause).toMatchObject({ logUrl, attempts: { 0: { reason: `${"\u0001".repeat(253)}...` } } });
});

it("truncates between characters and does not split an emoji", () => {
  const cause = formatCause({ ...EMPTY_RESULT, statusReason: "🚀".repeat(100) }, 700);

  expect(parse(cause)).toMatchObject({ statusReason: `${"🚀".repeat(61)}...` });
});

it("truncates other fields if shorter reasons are not enough", () => {
  const cause = formatCause({ ...EMPTY_RESULT, jobName: "x".repeat(40_000) });

  expect(parse(cause)).toMatchObject({ jobName: `${"x".repeat(61)}...` });
});

it("returns valid JSON below the limit for any text", () => {
  const text = fc.string({ unit: "binary", maxLength: 1_024, size: "max" });
  const nullable = fc.option(text);
  const attempt = fc.record({
    number: fc.integer({ min: 1, max: 10 }),
    exitCode: fc.option(fc.integer({ min: 0, max: 255 })),
    reason: nullable,
    startedAt: fc.constant(null),
    stoppedAt: fc.constant(null),
    logStreamName: nullable,
  });
  const results = fc.record({
    jobId: nullable,
    jobName: nullable,
    statusReason: nullable,
    containerReason: nullable,
    logGroup: nullable,
    logUrl: nullable,
    attempts: fc.array(attempt, { maxLength: 10, size: "max" }),
    duplicates: fc.array(text, { maxLength: 10 }),
  });

  fc.assert(
    fc.property(results, (fields) => {
      const cause = formatCause({ ...EMPTY_RESULT, ...fields });

      expect(bytes(cause)).toBeLessThan(LIMIT_BYTES);
      expect(Object.keys(parse(cause) ?? {})).toEqual(Object.keys(EMPTY_RESULT));
    }),
    { numRuns: 60 },
  );
});
