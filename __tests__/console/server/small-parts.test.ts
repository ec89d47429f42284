import { composeArn } from "../../../console/server/execution-arn";
import { lastArnPart } from "../../../workflow/arn";
import { findLookDelayMs } from "../../../console/server/look-pace";
import { shareRecent } from "../../../console/server/share-recent";

const pace = { refreshMs: 1_000, idleFetchMs: 15_000 };

it.each([
  ["after refreshMs outside a wait", undefined, 5_000, 1_000],
  ["at the end of a short wait", 10, 4_000, 6_000],
  ["after idleFetchMs in a long wait", 600, 0, 15_000],
  ["after refreshMs when the wait is overdue", 10, 60_000, 1_000],
])("reads a history %s", (_when, waitSeconds, sinceMs, delayMs) => {
  expect(findLookDelayMs(waitSeconds, sinceMs, pace)).toBe(delayMs);
});

it.each(["nightly-1", "a.b", "ä", "x".repeat(80)])("composes the ARN of an execution named %s", (name) => {
  const arn = composeArn("arn:aws:states:us-east-1:123456789012:stateMachine:machine", name);

  expect(arn).toBe(`arn:aws:states:us-east-1:123456789012:execution:machine:${name}`);
  expect(lastArnPart(arn ?? "")).toBe(name);
});

it.each(["", "a b", "a/b", "a:b", "a\nb", "x".repeat(81), "<x>"])("rejects the invalid execution name %j", (name) => {
  expect(composeArn("arn:aws:states:us-east-1:123456789012:stateMachine:machine", name)).toBeUndefined();
});

describe("shareRecent", () => {
  it("shares one request among concurrent callers", async () => {
    const asked: string[] = [];
    const ask = shareRecent(60_000, (question) => {
      asked.push(question);
      return Promise.resolve(asked.length);
    });

    expect(await Promise.all([ask("a"), ask("a"), ask("b")])).toEqual([1, 1, 2]);
    expect(await ask("a")).toBe(1);
  });

  it("requests an answer again after it has expired", async () => {
    let count = 0;
    const ask = shareRecent(0, () => Promise.resolve((count += 1)));

    expect([await ask("a"), await ask("a")]).toEqual([1, 2]);
  });

  it("does not cache failures", async () => {
    let count = 0;
    const ask = shareRecent(60_000, () => {
      count += 1;
      return count === 1 ? Promise.reject(new Error("down")) : Promise.resolve(count);
    });

    await expect(ask("a")).rejects.toThrow("down");
    expect(await ask("a")).toBe(2);
  });
});
