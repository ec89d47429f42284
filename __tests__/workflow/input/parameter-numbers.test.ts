import * as z from "zod";
import fc from "fast-check";
import { parseExecutionInput } from "../../../workflow/input/execution-input";
import { REJECTION_CAUSE, SUBMIT_JOB_ARGUMENTS } from "../../../workflow/definitions/sync-input";
import { evaluateExpression } from "../definitions/evaluate-expression";
import { givenInput, violationsOf } from "../../../testing/workflow/input-fixture";

const context = { Execution: { Id: "arn:aws:states:us-east-1:123456789012:execution:poller:run" } };
const polledSchema = z.object({ submitJob: z.object({ parameters: z.object({ n: z.string() }) }) });
const syncSchema = z.object({ Parameters: z.object({ n: z.string() }) });
const causeSchema = z.object({ statusReason: z.string() });

/** Text that each integration renders for a parameter, or the rule that it violates. */
async function render(n: unknown): Promise<{ readonly polled: string; readonly sync: string }> {
  // Step Functions passes the input as JSON.
  const input: unknown = JSON.parse(JSON.stringify(givenInput({ parameters: { n } })));
  const violations = violationsOf(input).join("; ");
  const polled = violations || polledSchema.parse(parseExecutionInput(input)).submitJob.parameters.n;
  const cause = await evaluateExpression(REJECTION_CAUSE, { input });
  const reason = causeSchema.parse(JSON.parse(String(cause))).statusReason;
  const request = await evaluateExpression(SUBMIT_JOB_ARGUMENTS, { input, context });
  return { polled, sync: reason || syncSchema.parse(request).Parameters.n };
}

const REFUSED =
  "parameters.n must be given as a string, because it is an integer beyond 9,007,199,254,740,991 or has more than 15 significant digits, got a number";

it.each([
  [0, "0"],
  [-0, "0"],
  [1, "1"],
  [0.1, "0.1"],
  [-2.5, "-2.5"],
  [1e-7, "1e-7"],
  [123_456_789_012_345, "123456789012345"],
  [1_234_567_890_123_456, "1234567890123456"],
  [9_007_199_254_740_991, "9007199254740991"],
  [-9_007_199_254_740_991, "-9007199254740991"],
  [true, "true"],
  ["1e21", "1e21"],
])("renders %p identically in both integrations", async (n, text) => {
  expect(await render(n)).toEqual({ polled: text, sync: text });
});

it.each([1e21, 123_456_789_012_345_680_000, 9_007_199_254_740_992, -1e16, 0.1 + 0.2, 1234.56789012345678])(
  "rejects %p by name in both integrations",
  async (n) => {
    expect(await render(n)).toEqual({ polled: REFUSED, sync: REFUSED });
  },
);

it("renders or rejects any number identically in both integrations", async () => {
  const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.tuple(fc.integer(), fc.integer({ min: -12, max: 12 })).map(([digits, exponent]) => digits * 10 ** exponent),
  );

  await fc.assert(
    fc.asyncProperty(numbers, async (n) => {
      const { polled, sync } = await render(n);

      expect(sync).toBe(polled);
      if (polled !== REFUSED) expect(Number(polled)).toBe(n + 0);
    }),
    { numRuns: 100 },
  );
});
