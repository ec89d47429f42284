import { FAULT_NAMES, parseFaultScript } from "../../../src/batch/faults/fault-schemas";
import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

const post = (url: string, body: string) => fetch(`${url}/_faults`, { method: "POST", body });

it("loads a script, returns the loaded faults, and counts calls from then on", async () => {
  const given = await givenBatch();
  await given.submit();

  const loaded = await post(given.batch.url, '{"faults":[{"fault":"Throttled","operation":"SubmitJob"}]}');
  await given.submit().catch(() => undefined);
  const told: unknown = await (await fetch(`${given.batch.url}/_faults`)).json();

  expect(loaded.status).toBe(200);
  expect(told).toEqual({
    faults: [{ fault: "Throttled", operation: "SubmitJob", afterCalls: 0, times: 1, fromSeconds: 0 }],
    calls: { SubmitJob: 1 },
  });
});

it("removes all faults with an empty script", async () => {
  const given = await givenBatch({ faults: { faults: [{ fault: "Throttled", operation: "SubmitJob" }] } });

  await post(given.batch.url, '{"faults":[]}');

  expect(await given.submit()).toEqual(expect.any(String));
});

it.each([
  ['{"faults":[{"fault":"Trottled"}]}', 400, 'unknown fault \\"Trottled\\"; supported faults: Throttled, ServerError,'],
  ['{"faults":[{}]}', 400, "unknown fault without a name; supported faults: Throttled"],
  ['{"faults":["Throttled"]}', 400, 'unknown fault \\"Throttled\\"'],
  ['{"faults":[{"fault":"Throttled","operation":"CancelJob"}]}', 400, "faults.0.operation: must be one of SubmitJob"],
  ['{"faults":[{"fault":"StuckInRunnable","reason":"?"}]}', 400, "must be one of CAPACITY:INSUFFICIENT_INSTANCE"],
  ['{"faults":[{"fault":"DependencyFailed","tiems":1}]}', 400, "tiems"],
  ['{"faults":[{"fault":"Throttled","operation":"ListJobs","times":"all"}]}', 400, "at least 1, or ALL"],
  ['{"faults":[{"fault":"WrongAnswer","answer":"?"}]}', 400, "must be one of NULL, ANOTHER_JOB"],
  ["[]", 400, "the script"],
  ["{", 400, "the request body is not JSON"],
])("refuses %s", async (body, status, message) => {
  const given = await givenBatch();

  const reply = await post(given.batch.url, body);

  expect(reply.status).toBe(status);
  expect(await reply.text()).toContain(message);
});

it("rejects methods other than GET and POST", async () => {
  const given = await givenBatch();

  const reply = await fetch(`${given.batch.url}/_faults`, { method: "DELETE" });

  expect(reply.status).toBe(405);
});

it("does not start with an invalid script", async () => {
  await expect(givenBatch({ faults: { faults: [{ fault: "Nope" }] } })).rejects.toThrow('unknown fault "Nope"');
});

it("has a unique name for every fault", () => {
  expect(new Set(FAULT_NAMES).size).toBe(FAULT_NAMES.length);
  expect(parseFaultScript({ faults: [{ fault: "Killed" }] })).toEqual([{ fault: "Killed", afterSeconds: 0, times: 1 }]);
});
