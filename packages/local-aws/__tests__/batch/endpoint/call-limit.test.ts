import { limitCalls } from "../../../src/batch/endpoint/call-limit";
import type { Operation } from "../../../src/batch/endpoint/operation";
import { VirtualClock } from "../../../src/clock";

const operation = (name: string): Operation => ({ name, method: "POST", path: `/v1/${name}`, handle: () => ({}) });

/** Returns for each call whether it was admitted. */
function callAll(handle: Operation["handle"] | undefined, times: number): boolean[] {
  return Array.from({ length: times }, () => {
    try {
      void handle?.({});
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: "TooManyRequestsException", status: 429, message: "Too Many Requests" });
      return false;
    }
  });
}

it("admits calls up to the limit per second, and throttles more with TooManyRequestsException", async () => {
  const clock = new VirtualClock(new Date(0));
  const [limited] = limitCalls([operation("DescribeJobs")], { DescribeJobs: 3 }, clock);

  const first = callAll(limited?.handle, 2);
  await clock.sleep(600);
  const second = callAll(limited?.handle, 2);
  await clock.sleep(400);
  const third = callAll(limited?.handle, 3);
  await clock.sleep(600);
  const fourth = callAll(limited?.handle, 2);

  expect([first, second, third, fourth]).toEqual([
    [true, true],
    [true, false],
    [true, true, false],
    [true, false],
  ]);
});

it("counts each operation separately, and does not limit an operation without a limit", () => {
  const operations = ["DescribeJobs", "SubmitJob", "ListJobs"].map(operation);
  const limited = limitCalls(operations, { DescribeJobs: 1, SubmitJob: 2 }, new VirtualClock());

  const taken = limited.map(({ handle }) => callAll(handle, 5).filter(Boolean).length);

  expect(taken).toEqual([1, 2, 5]);
});
