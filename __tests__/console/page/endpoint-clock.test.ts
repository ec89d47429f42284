import { describeAge } from "../../../console/page/describe-age";
import { EndpointClock } from "../../../console/page/endpoint-clock";

describe("EndpointClock", () => {
  let realMs = 0;
  beforeEach(() => {
    realMs = 0;
    jest.spyOn(performance, "now").mockImplementation(() => realMs);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("runs at the speed of the endpoint", () => {
    const clock = new EndpointClock(30);
    clock.set(1_000);

    realMs = 2_000;

    expect(clock.now()).toBe(61_000);
  });

  it("never goes back when the server reports an earlier time than estimated", () => {
    const clock = new EndpointClock(1);
    clock.set(10_000);
    realMs = 5_000;
    expect(clock.now()).toBe(15_000);

    clock.set(12_000);

    expect(clock.now()).toBe(15_000);
    realMs = 9_000;
    expect(clock.now()).toBe(16_000);
  });

  it("takes the first reported time, even if the clock of the browser is ahead", () => {
    const clock = new EndpointClock(1);
    expect(clock.now()).toBeGreaterThan(1_000_000_000_000);

    clock.set(10_000);

    expect(clock.now()).toBe(10_000);
  });

  it("advances to the time of an event", () => {
    const clock = new EndpointClock(1);
    clock.set(10_000);

    clock.atLeast(20_000);
    clock.atLeast(15_000);

    expect(clock.now()).toBe(20_000);
  });
});

it.each([
  [undefined, ""],
  [300, "Updated just now"],
  [12_300, "Updated 12 s ago"],
])("describes data of age %s ms", (ageMs, text) => {
  expect(describeAge(ageMs)).toBe(text);
});
