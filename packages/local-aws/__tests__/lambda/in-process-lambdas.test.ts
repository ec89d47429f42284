import { VirtualClock } from "../../src/clock";
import { createInProcessLambdas } from "../../testing/in-process-lambdas";
import { FUNCTION_ARN, failureOf, never, payloadOf } from "./fixtures";
import { containing } from "../../../../testing/matchers";

const given = (handler: (event: unknown) => Promise<unknown>) =>
  createInProcessLambdas(new Map([[FUNCTION_ARN, handler]]));

describe("an in-process Lambda function", () => {
  it("receives a copy of the event and returns a copy of its response", async () => {
    const event = { n: 1 };
    const lambdas = given((received) => Promise.resolve({ same: received === event, received }));

    const result = await lambdas.invoke(`${FUNCTION_ARN}:1`, event, never());

    expect(payloadOf(result)).toEqual({ same: false, received: { n: 1 } });
  });

  it("returns null if the handler returns nothing", async () => {
    const result = await given(() => Promise.resolve(undefined)).invoke(FUNCTION_ARN, {}, never());

    expect(payloadOf(result)).toBeNull();
  });

  it("fails like a function in a worker when the handler throws", async () => {
    const result = await given(() => Promise.reject(new TypeError("bad"))).invoke(FUNCTION_ARN, {}, never());

    expect(failureOf(result)).toMatchObject({
      error: "TypeError",
      cause: { errorType: "TypeError", errorMessage: "bad" },
    });
  });

  it("returns the type as error name if the thrown value is not an Error", async () => {
    const result = await given(() => {
      const thrown: unknown = 7;
      throw thrown;
    }).invoke(FUNCTION_ARN, {}, never());

    expect(failureOf(result)).toEqual({
      error: "number",
      cause: { errorType: "number", errorMessage: "7", trace: [] },
    });
  });

  it("rejects an event and a response above 6 MB", async () => {
    const big = "x".repeat(7e6);

    const request = await given(() => Promise.resolve(1)).invoke(FUNCTION_ARN, big, never());
    const response = await given(() => Promise.resolve(big)).invoke(FUNCTION_ARN, {}, never());

    expect(request).toMatchObject({ ok: false, error: "Lambda.RequestTooLargeException" });
    expect(response).toMatchObject({ ok: false, error: "Function.ResponseSizeTooLarge" });
  });

  it("returns an error for an unknown function", async () => {
    const result = await createInProcessLambdas(new Map()).invoke(FUNCTION_ARN, {}, never());

    expect(result).toMatchObject({ ok: false, cause: containing("local functions: none") });
  });

  it("rejects immediately if the signal is already aborted", async () => {
    const stopped = AbortSignal.abort("stopped");

    await expect(given(() => Promise.resolve(1)).invoke(FUNCTION_ARN, {}, stopped)).rejects.toThrow("stopped");
  });

  it("pauses on the clock, and holds it while it works", async () => {
    const clock = new VirtualClock(new Date(0));
    const work = () => new Promise((done) => setTimeout(done, 20));
    const lambdas = createInProcessLambdas(
      new Map([
        [
          FUNCTION_ARN,
          async (_event: unknown, { pause }) => {
            await work();
            await pause(13_000);
            await work();
            return clock.now();
          },
        ],
      ]),
      clock,
    );
    const sleeping = clock.sleep(60_000);

    const result = await lambdas.invoke(FUNCTION_ARN, {}, never());
    await sleeping;

    expect(payloadOf(result)).toBe(13_000);
    expect(clock.now()).toBe(60_000);
  });
});
