import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

/** Runs a job under a fault and returns the delivered events as `SECONDS STATUS`, 1,000 s after its end. */
async function eventsUnder(fault: object): Promise<string[]> {
  const given = await givenBatch({
    faults: { faults: [fault] },
    simulate: () => ({ exitCode: 0, runsForMs: 100_000 }),
  });
  const startMs = given.clock.now();
  await given.untilFinished(await given.submit());
  await given.clock.sleep(1_000_000);
  return given.events.map(({ detail, sentAtMs }) => `${(sentAtMs - startMs) / 1000} ${detail.status}`);
}

const ALL = ["1 PENDING", "2 RUNNABLE", "5 STARTING", "10 RUNNING", "110 SUCCEEDED"];

it("delivers every event without a fault", async () => {
  expect(await eventsUnder({ fault: "Throttled", operation: "PutItem" })).toEqual(ALL);
});

it("loses the events with a status under EventLost", async () => {
  expect(await eventsUnder({ fault: "EventLost", status: "SUCCEEDED" })).toEqual(ALL.slice(0, 4));
});

it("loses every event under EventLost with times ALL", async () => {
  expect(await eventsUnder({ fault: "EventLost", times: "ALL" })).toEqual([]);
});

it("delivers an event twice under EventDoubled", async () => {
  expect(await eventsUnder({ fault: "EventDoubled", status: "SUCCEEDED", afterSeconds: 30 })).toEqual([
    ...ALL,
    "140 SUCCEEDED",
  ]);
});

it("delivers an event later under EventDelayed", async () => {
  expect(await eventsUnder({ fault: "EventDelayed", status: "STARTING", bySeconds: 300 })).toEqual([
    "1 PENDING",
    "2 RUNNABLE",
    "10 RUNNING",
    "110 SUCCEEDED",
    "305 STARTING",
  ]);
});

it("swaps pairs of events of a job under EventsReordered", async () => {
  expect(await eventsUnder({ fault: "EventsReordered", times: "ALL" })).toEqual([
    "2 RUNNABLE",
    "2 PENDING",
    "10 RUNNING",
    "10 STARTING",
    "170 SUCCEEDED",
  ]);
});

it("holds an event no longer than withinSeconds under EventsReordered", async () => {
  expect(await eventsUnder({ fault: "EventsReordered", status: "RUNNING", withinSeconds: 20 })).toEqual([
    "1 PENDING",
    "2 RUNNABLE",
    "5 STARTING",
    "30 RUNNING",
    "110 SUCCEEDED",
  ]);
});

it("counts only events of its type, name and window", async () => {
  const lost = { fault: "EventLost", times: "ALL" };

  expect(await eventsUnder({ ...lost, detailType: "Batch Job Queue Blocked" })).toEqual(ALL);
  expect(await eventsUnder({ ...lost, jobName: "other" })).toEqual(ALL);
  expect(await eventsUnder({ ...lost, afterCalls: 1, times: 2 })).toEqual([ALL[0], ...ALL.slice(3)]);
  expect(await eventsUnder({ ...lost, fromSeconds: 3, forSeconds: 50 })).toEqual([...ALL.slice(0, 2), ALL[4]]);
});

it("does not deliver delayed and held events after the endpoint has closed", async () => {
  const faults = {
    faults: [{ fault: "EventsReordered" }, { fault: "EventDelayed", bySeconds: 60, status: "RUNNABLE" }],
  };
  const given = await givenBatch({ faults });
  await given.untilStatus(await given.submit(), "RUNNABLE");
  const before = given.events.length;

  await closeBatches();
  await given.clock.sleep(1_000_000);

  expect(given.events).toHaveLength(before);
});
