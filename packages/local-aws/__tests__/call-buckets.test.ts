import { NO_SERVICE_FAULTS } from "../src/service-faults";
import { limitServiceCalls, STEP_FUNCTIONS_QUOTAS } from "../src/call-buckets";
import { VirtualClock } from "../src/clock";

const perform = () => ({ status: 200, body: {} });

it("throttles calls beyond the bucket, and admits more as it refills", async () => {
  const clock = new VirtualClock();
  const buckets = { SendTaskSuccess: { bucketSize: 3, refillPerSecond: 2 } };
  const limited = limitServiceCalls(NO_SERVICE_FAULTS, buckets, clock);
  const call = async () => (await limited.call("SendTaskSuccess", {}, perform)).status;

  const first = [await call(), await call(), await call(), await call()];
  await clock.sleep(500);
  const refilled = [await call(), await call()];
  await clock.sleep(60_000);
  const full = [await call(), await call(), await call(), await call()];

  expect([first, refilled, full]).toEqual([
    [200, 200, 200, 400],
    [200, 400],
    [200, 200, 200, 400],
  ]);
});

it("returns ThrottlingException for a throttled call", async () => {
  const limited = limitServiceCalls(
    NO_SERVICE_FAULTS,
    { A: { bucketSize: 0, refillPerSecond: 0 } },
    new VirtualClock(),
  );

  expect(await limited.call("A", {}, perform)).toEqual({
    status: 400,
    body: { __type: "ThrottlingException", message: "Rate exceeded" },
  });
});

it("does not limit an operation without a quota", async () => {
  const limited = limitServiceCalls(NO_SERVICE_FAULTS, STEP_FUNCTIONS_QUOTAS, new VirtualClock());

  expect(await limited.call("StartExecution", {}, perform)).toEqual({ status: 200, body: {} });
});
