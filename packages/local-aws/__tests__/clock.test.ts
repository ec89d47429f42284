import { createScaledClock, VirtualClock } from "../src/clock";

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse("2026-07-01T12:00:00Z");

describe("createScaledClock", () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it("runs the given number of times faster than real time", async () => {
    const clock = createScaledClock(1000);
    const [clockAt, realAt] = [clock.now(), Date.now()];

    await clock.sleep(20_000);

    expect(clock.now() - clockAt).toBeGreaterThanOrEqual(20_000);
    // 100 times the expected duration, and a tenth of the duration in real time.
    expect(Date.now() - realAt).toBeLessThan(2000);
  });

  it.each([
    [30, 29 * DAY_MS],
    [1, 0],
    [0.5, 0],
    [100_000, 3_650 * DAY_MS],
  ])("starts at speed %d in the past, by %d ms", (speed, leadMs) => {
    jest.useFakeTimers({ now: NOW_MS });

    expect(createScaledClock(speed).now()).toBe(NOW_MS - leadMs);
  });

  it("runs at its speed for a day, then shows the present and never a time in the future", () => {
    jest.useFakeTimers({ now: NOW_MS });
    const clock = createScaledClock(30);
    const behindAfter = (realMs: number): number => {
      jest.setSystemTime(NOW_MS + realMs);
      return NOW_MS + realMs - clock.now();
    };

    expect([0, DAY_MS / 2, DAY_MS, 2 * DAY_MS].map(behindAfter)).toEqual([29 * DAY_MS, 14.5 * DAY_MS, 0, 0]);
  });

  it("sleeps in real time after it has reached the present", async () => {
    jest.useFakeTimers({ now: NOW_MS });
    const clock = createScaledClock(30);
    jest.setSystemTime(NOW_MS + DAY_MS - 1_000);
    let slept = false;
    const sleeping = clock.sleep(60_000).then(() => (slept = true));

    await jest.advanceTimersByTimeAsync(30_900);
    expect(slept).toBe(false);
    await jest.advanceTimersByTimeAsync(200);
    await sleeping;
    expect(slept).toBe(true);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("rejects speed %d and includes it in the message", (speed) => {
    expect(() => createScaledClock(speed)).toThrow(`speed must be above 0, got ${speed}`);
  });

  it("ends a sleep of 0 in a later turn", async () => {
    await expect(createScaledClock(1).sleep(0)).resolves.toBeUndefined();
  });

  it("rejects with the signal's reason on an abort before or during a sleep", async () => {
    const clock = createScaledClock(1);
    const controller = new AbortController();
    const sleeping = clock.sleep(3_600_000, controller.signal);

    controller.abort(new Error("no longer needed"));

    await expect(sleeping).rejects.toThrow("no longer needed");
    await expect(clock.sleep(1000, controller.signal)).rejects.toThrow("no longer needed");
  });

  it("rejects with an error if the reason of the abort is not an error", async () => {
    const controller = new AbortController();
    controller.abort("just a text");

    await expect(createScaledClock(1).sleep(1000, controller.signal)).rejects.toThrow("The wait was aborted.");
  });

  it("continues during a hold", async () => {
    const clock = createScaledClock(1000);
    const release = clock.hold();
    const heldAt = clock.now();

    await clock.sleep(1000);
    release();

    expect(clock.now() - heldAt).toBeGreaterThanOrEqual(1000);
  });
});

describe("VirtualClock", () => {
  it("starts at the given time and wakes sleepers in order of time, then of arrival", async () => {
    const clock = new VirtualClock(new Date(1000));
    const woken: [string, number][] = [];
    const sleep = async (name: string, durationMs: number): Promise<void> => {
      await clock.sleep(durationMs);
      woken.push([name, clock.now()]);
    };

    await Promise.all([sleep("late", 5000), sleep("early", 10), sleep("also early", 10), sleep("now", -1)]);

    expect(woken).toEqual([
      ["now", 1000],
      ["early", 1010],
      ["also early", 1010],
      ["late", 6000],
    ]);
  });

  it("does not advance until the last hold is released", async () => {
    const clock = new VirtualClock(new Date(0));
    const [one, other] = [clock.hold(), clock.hold()];
    const sleeping = clock.sleep(60_000);

    one();
    one();
    await nextTurn();
    await nextTurn();
    const held = clock.now();
    other();
    await sleeping;

    expect(held).toBe(0);
    expect(clock.now()).toBe(60_000);
  });

  it("completes the work of a sleeper before it advances", async () => {
    const clock = new VirtualClock(new Date(0));
    const times: number[] = [];
    const worker = async (): Promise<void> => {
      await clock.sleep(10);
      for (let step = 0; step < 100; step += 1) await Promise.resolve();
      times.push(clock.now());
    };

    await Promise.all([worker(), clock.sleep(20)]);

    expect(times).toEqual([10]);
  });

  it("does not wake or advance for an aborted sleeper", async () => {
    const clock = new VirtualClock(new Date(0));
    const controller = new AbortController();
    const sleeping = clock.sleep(1000, controller.signal);

    controller.abort(new Error("no longer needed"));

    await expect(sleeping).rejects.toThrow("no longer needed");
    await expect(clock.sleep(1000, controller.signal)).rejects.toThrow("no longer needed");
    await nextTurn();
    expect(clock.now()).toBe(0);
  });

  it("ignores an abort after the sleep has ended", async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    await clock.sleep(10, controller.signal);

    controller.abort();

    await expect(clock.sleep(10)).resolves.toBeUndefined();
  });

  it("does not advance for background sleepers alone, but wakes them when it advances", async () => {
    const clock = new VirtualClock(new Date(0));
    const woken: number[] = [];
    const background = async (durationMs: number): Promise<void> => {
      await clock.sleep(durationMs, undefined, { background: true });
      woken.push(clock.now());
    };
    void background(10);
    void background(30);

    await nextTurn();
    await nextTurn();
    const alone = [...woken];
    await clock.sleep(20);
    await nextTurn();
    await nextTurn();

    expect(alone).toEqual([]);
    expect(woken).toEqual([10]);
    expect(clock.now()).toBe(20);
  });

  it("removes an aborted background sleeper", async () => {
    const clock = new VirtualClock(new Date(0));
    const controller = new AbortController();
    const sleeping = clock.sleep(10, controller.signal, { background: true });

    controller.abort(new Error("no longer needed"));

    await expect(sleeping).rejects.toThrow("no longer needed");
    await clock.sleep(20);
    expect(clock.now()).toBe(20);
  });
});
