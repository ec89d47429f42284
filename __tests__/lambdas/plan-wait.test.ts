import { planWait } from "../../lambdas/shared/plan-wait";
import { givenWatch } from "../../testing/workflow/watch-fixture";

const NOW_MS = Date.parse("2026-01-01T00:00:00Z");
const NOW_SECONDS = NOW_MS / 1_000;
const givenEvents = (fields: Parameters<typeof givenWatch>[0] = {}) =>
  givenWatch({ integration: "events", waitSeconds: 3_600, ...fields });

it("leaves the waits of poll as they are", () => {
  const watch = givenWatch({ waitSeconds: 3_600 });

  expect(planWait(watch, NOW_MS, "event")).toEqual(watch);
});

it("waits for an event, and keeps the wait for a day after its end", () => {
  expect(planWait(givenEvents(), NOW_MS)).toMatchObject({
    waitSeconds: 3_600,
    eventWait: { expiresAt: String(NOW_SECONDS + 3_600 + 86_400) },
  });
});

it.each([1, 59, 60])("waits plainly for %d s", (waitSeconds) => {
  expect(planWait(givenEvents({ waitSeconds }), NOW_MS)).toMatchObject({ waitSeconds, eventWait: null });
});

it("looks again 10 s after an event that came before the job's end is visible", () => {
  expect(planWait(givenEvents(), NOW_MS, "event")).toMatchObject({ waitSeconds: 10, eventWait: null, falseWakes: 1 });
  expect(planWait(givenEvents({ waitSeconds: 3 }), NOW_MS, "event").waitSeconds).toBe(3);
});

it("doubles the waits after an event until they are as long as before", () => {
  const waits: [number, boolean][] = [];
  let watch = planWait(givenEvents(), NOW_MS, "event");
  for (let look = 0; look < 11; look += 1) {
    waits.push([watch.waitSeconds, watch.eventWait !== null]);
    watch = planWait({ ...watch, waitSeconds: 3_600 }, NOW_MS, watch.eventWait === null ? undefined : "timeout");
  }

  expect(waits.map(([waitSeconds]) => waitSeconds)).toEqual([
    10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600,
  ]);
  expect(waits.filter(([waitSeconds, canBeEnded]) => waitSeconds > 60 !== canBeEnded)).toEqual([]);
});

it("waits plainly after 20 events that came too early", () => {
  expect(planWait(givenEvents({ falseWakes: 19 }), NOW_MS, "event").waitSeconds).toBe(10);
  expect(planWait(givenEvents({ falseWakes: 20 }), NOW_MS, "event")).toMatchObject({
    waitSeconds: 3_600,
    eventWait: null,
  });
  expect(planWait(givenEvents({ falseWakes: 21 }), NOW_MS).eventWait).toBeNull();
});

it("looks only once more after the event of a blocked queue", () => {
  const planned = planWait(givenEvents(), NOW_MS, "blocked");

  expect(planned).toMatchObject({ waitSeconds: 10, eventWait: null, falseWakes: 1, wokenWaitSeconds: null });
  expect(planWait({ ...planned, waitSeconds: 3_600 }, NOW_MS)).toMatchObject({ waitSeconds: 3_600, falseWakes: 1 });
  expect(planWait(givenEvents({ falseWakes: 20 }), NOW_MS, "blocked")).toMatchObject({
    waitSeconds: 3_600,
    eventWait: null,
  });
});

it("looks more often while waits cannot be stored, with growing pauses", () => {
  let watch = givenEvents();
  const waits: number[] = [];
  for (let failure = 0; failure < 8; failure += 1) {
    const plain = planWait({ ...watch, waitSeconds: 3_600 }, NOW_MS, "failure");
    expect(plain.eventWait).toBeNull();
    waits.push(plain.waitSeconds);
    watch = planWait({ ...plain, waitSeconds: 3_600 }, NOW_MS);
    expect(watch.eventWait).not.toBeNull();
  }
  expect(waits).toEqual([60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);

  expect(planWait(watch, NOW_MS, "timeout").failedWaits).toBe(0);
});

it("confirms a misconfiguration 10 s later, with a wait that no event ends", () => {
  const planned = planWait(givenEvents({ misconfiguredPolls: 1 }), NOW_MS);

  expect(planned).toMatchObject({ waitSeconds: 10, eventWait: null });
});
