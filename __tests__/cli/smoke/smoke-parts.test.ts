import { parseDuration } from "../../../cli/commands/option-values";
import { renderMarkdown } from "../../../cli/smoke/render-markdown";
import { smokeName } from "../../../cli/smoke/smoke";
import { ExecutionModel } from "../../../console/model/execution-model";

describe("parseDuration", () => {
  it.each([
    ["1s", 1],
    ["90s", 90],
    ["15m", 900],
    ["24h", 86_400],
  ])("reads %s", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(["", "15", "0s", "25h", "1d", "-1m", "1.5m", " 5m"])("refuses %j", (text) => {
    expect(() => parseDuration(text)).toThrow("It must be a number with s, m or h, from 1s to 24h, like 15m.");
  });
});

describe("smokeName", () => {
  const now = new Date("2026-11-22T08:05:03.500Z");

  it.each([
    [{}, "SUCCEEDED", "smoke-20261122-080503"],
    [{ GITHUB_RUN_ID: "42", GITHUB_RUN_ATTEMPT: "2" }, "SUCCEEDED", "smoke-42-2"],
    [{ GITHUB_RUN_ID: "42" }, "FAILED", "smoke-42-1-failed"],
  ])("of %j, expecting %s, is %s", (environment, expected, name) => {
    expect(smokeName(environment, expected, now)).toBe(name);
  });
});

describe("renderMarkdown", () => {
  function given(cause: string | undefined, output?: string): string {
    const executionFailedEventDetails = { error: "A`B\nC", cause };
    const end = output === undefined ? { executionFailedEventDetails } : { executionSucceededEventDetails: { output } };
    const model = new ExecutionModel({ executionArn: "arn:aws:states:us-east-1:123456789012:execution:m:s-1" });
    model.append([
      { id: 1, type: "ExecutionStarted", timestamp: new Date(0), executionStartedEventDetails: {} },
      { id: 2, type: "TaskStateEntered", timestamp: new Date(60_000), stateEnteredEventDetails: { name: "a|b*" } },
      {
        id: 3,
        type: output === undefined ? "ExecutionFailed" : "ExecutionSucceeded",
        timestamp: new Date(60_000),
        ...end,
      },
    ]);
    if (model.end === undefined) throw new Error("the model has no end");
    const consoleUrl = "https://console.example";
    return renderMarkdown({
      environment: "dev",
      expected: "SUCCEEDED",
      cutShort: undefined,
      model,
      end: model.end,
      consoleUrl,
    });
  }

  it("escapes text that would end a fence, code or cell", () => {
    const text = given("before\n````\n# after");

    expect(text).toContain("\n`````\nbefore\n````\n# after\n`````\n");
    expect(text).toContain("with `A B C` after 1 min");
    expect(text).toContain("| a\\|b\\* | 1 | 0 s |");
  });

  it("shows the output without a Cause, or nothing", () => {
    expect(given(undefined, '{"a":1}')).toContain('<summary>Output</summary>\n\n```\n{"a":1}\n```');
    expect(given(undefined)).not.toContain("<details>");
  });
});
