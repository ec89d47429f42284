import { composeArn, lastPart } from "../../../console/server/execution-arn";
import { findLookDelayMs } from "../../../console/server/look-pace";
import { shareRecent } from "../../../console/server/share-recent";

const pace = { refreshMs: 1_000, idleFetchMs: 15_000 };

it.each([
  ["often while something goes on", undefined, 5_000, 1_000],
  ["at the end of a short wait", 10, 4_000, 6_000],
  ["now and then in a long wait", 600, 0, 15_000],
  ["often when the wait should be over", 10, 60_000, 1_000],
])("looks at a history %s", (_when, waitSeconds, sinceMs, delayMs) => {
  expect(findLookDelayMs(waitSeconds, sinceMs, pace)).toBe(delayMs);
});

it.each(["nightly-1", "a.b", "ä", "x".repeat(80)])("composes the ARN of an execution named %s", (name) => {
  const arn = composeArn("arn:aws:states:us-east-1:123456789012:stateMachine:machine", name);

  expect(arn).toBe(`arn:aws:states:us-east-1:123456789012:execution:machine:${name}`);
  expect(lastPart(arn ?? "")).toBe(name);
});

it.each(["", "a b", "a/b", "a:b", "a\nb", "x".repeat(81), "<x>"])("takes %j for no name of an execution", (name) => {
  expect(composeArn("arn:aws:states:us-east-1:123456789012:stateMachine:machine", name)).toBeUndefined();
});

describe("an answer that is shared", () => {
  it("is asked for once by all who want the same at the same time", async () => {
    const asked: string[] = [];
    const ask = shareRecent(60_000, (question) => {
      asked.push(question);
      return Promise.resolve(asked.length);
    });

    expect(await Promise.all([ask("a"), ask("a"), ask("b")])).toEqual([1, 1, 2]);
    expect(await ask("a")).toBe(1);
  });

  it("is asked for again when it is old", async () => {
    let count = 0;
    const ask = shareRecent(0, () => Promise.resolve((count += 1)));

    expect([await ask("a"), await ask("a")]).toEqual([1, 2]);
  });

  it("is not kept when it is a failure", async () => {
    let count = 0;
    const ask = shareRecent(60_000, () => {
      count += 1;
      return count === 1 ? Promise.reject(new Error("down")) : Promise.resolve(count);
    });

    await expect(ask("a")).rejects.toThrow("down");
    expect(await ask("a")).toBe(2);
  });
});
