import { escapeHtml, html } from "../../../console/view/html";
import { renderLink } from "../../../console/view/parts";
import { renderHistory, renderStates } from "../../../console/view/render-history";
import { renderAttempts, renderPhases, renderTimeline } from "../../../console/view/render-job";
import { renderJson } from "../../../console/view/render-json";
import { renderOverview } from "../../../console/view/render-overview";
import { renderVerdict } from "../../../console/view/render-verdict";
import {
  after,
  entered,
  FAILED_RESULT,
  failedExecution,
  givenFailure,
  givenModel,
  poll,
  started,
  submitted,
} from "../model/given-history";

const NOW = after(300);
/** What a reader sees: no tags, one space between words. */
const textOf = (markup: { toString(): string }): string =>
  markup
    .toString()
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

describe("html", () => {
  it("escapes every text, in content and in attributes, and takes markup as it is", () => {
    const inner = html`<b>${"<i>"}</b>`;

    expect(String(html`<p title="${'"x"'}">${"a & b"}${inner}${["<", 1]}${undefined}${null}</p>`)).toBe(
      '<p title="&#34;x&#34;">a &#38; b<b>&#60;i&#62;</b>&#60;1</p>',
    );
  });

  it("replaces what no HTML may hold", () => {
    expect(escapeHtml("a\0b'")).toBe("a&#65533;b&#39;");
  });
});

describe("renderLink", () => {
  it.each(["javascript:alert(1)", "http://plain.example", "data:text/html,x", ""])("makes no link to %j", (address) => {
    expect(String(renderLink(address, "log"))).toBe("log");
  });

  it("makes one to where a browser may go", () => {
    expect(String(renderLink("https://a.example/?b&c", "log"))).toBe(
      '<a href="https://a.example/?b&#38;c" rel="noreferrer">log</a>',
    );
  });
});

describe("renderJson", () => {
  it("indents and highlights JSON, escaped", () => {
    const markup = String(renderJson('{"a":"<b>","n":1,"t":true}', "Input"));

    expect(markup).toContain('<span class="hljs-attr">&quot;a&quot;</span>');
    expect(markup).toContain("&lt;b&gt;");
    expect(markup).toContain('aria-label="Input"');
    expect(markup).not.toContain("<b>");
  });

  it("shows other text as it is, and says when there is none", () => {
    expect(textOf(renderJson("no <json>", "Cause"))).toBe("no &#60;json&#62;");
    expect(textOf(renderJson(undefined, "Cause"))).toBe("None.");
  });

  it("leaves very long JSON without colours", () => {
    expect(String(renderJson(JSON.stringify({ a: "x".repeat(300_000) }), "Input"))).not.toContain("hljs");
  });
});

describe("the overview", () => {
  it("shows status, times and duration", () => {
    expect(textOf(renderOverview(givenFailure(), NOW))).toContain(
      "Execution Status FAILED Started 2026-01-01 00:00:00 UTC Closed 2026-01-01 00:00:43 UTC Duration 43 s",
    );
  });

  it("counts up to now while the execution runs", () => {
    expect(textOf(renderOverview(givenModel(submitted), NOW))).toContain(
      "RUNNING Started 2026-01-01 00:00:00 UTC Closed – Duration 5 min",
    );
    expect(textOf(renderOverview(givenModel([]), NOW))).toMatch(/^Execution Status RUNNING Closed – Execution ARN/);
  });
});

describe("the verdict", () => {
  const verdict = (model = givenFailure(), showLinks = true) => textOf(renderVerdict(model, { now: NOW, showLinks }));

  it("says what failed, why, the exit code, where the log is and what to do next", () => {
    const text = verdict();

    expect(text).toMatch(/^The job&#39;s own program ended with exit code 3\. Error BatchJob\.UserError Exit code 3 /);
    expect(text).toContain("Worth another try Not as it is Reason Essential container in task exited");
    expect(text).toContain("Log /aws/batch/job / stream/1 Open the log in CloudWatch");
    expect(text).toContain("What to do next Read the job&#39;s log.");
  });

  it("leaves out links that lead nowhere", () => {
    expect(verdict(givenFailure(), false)).not.toContain("Open the");
  });

  it.each([
    [{ exitCode: null }, "Exit code none was reported"],
    [{ exitCode: null, attempts: [] }, "Exit code none, no container ran"],
    [{ retryable: true }, "Worth another try Yes, as it is"],
  ])("says of %j: %s", (change, text) => {
    expect(verdict(givenFailure({ ...FAILED_RESULT, ...change }))).toContain(text);
  });

  it("says how far a running execution has come", () => {
    const running = givenModel([...submitted, ...poll(1, "RUNNABLE"), entered("Wait X Seconds", "Wait")]);

    expect(verdict(running)).toBe("Poll 1, RUNNABLE for 4 min 48 s, next check now.");
    expect(verdict(givenModel([]))).toBe("Submitting the job.");
  });

  it("says that it succeeded", () => {
    const output = JSON.stringify({ ...FAILED_RESULT, category: null, exitCode: 0 });
    const succeed = (text: string) =>
      givenModel([started, { type: "ExecutionSucceeded", executionSucceededEventDetails: { output: text } }]);

    expect(verdict(succeed(output))).toMatch(/^The job succeeded\. Exit code 0 Log/);
    expect(verdict(succeed("{}"))).toBe("The execution succeeded.");
  });
});

describe("the job's life", () => {
  it("is a bar for the eye and a list for all", () => {
    const markup = renderPhases(givenFailure().phases, NOW);

    expect(String(markup)).toMatch(/<svg\s+class="life-bar"[^>]*aria-hidden="true"/);
    expect(textOf(markup)).toContain("SUBMITTED 11 s 2026-01-01 00:00:01 UTC");
    expect(textOf(markup)).toContain("RUNNING 20 s 2026-01-01 00:00:18 UTC");
    expect(textOf(markup)).toMatch(/FAILED 2026-01-01 00:00:38 UTC.*$/);
  });

  it("tells which poll saw a status first, and counts the last one up to now", () => {
    const { phases } = givenModel([...submitted, ...poll(1, "RUNNABLE")]);

    expect(textOf(renderPhases(phases, NOW))).toContain(
      "RUNNABLE for 4 min 48 s 2026-01-01 00:00:12 UTC , first seen by poll 1",
    );
    expect(textOf(renderPhases([], NOW))).toBe("No job yet.");
  });

  it("lists what happened and each attempt", () => {
    const { timeline, startedAt } = givenFailure();

    expect(textOf(renderTimeline(timeline, startedAt))).toContain(
      "2026-01-01 00:00:43 UTC 43 s FAILED poll 4, exit code 3",
    );
    expect(textOf(renderAttempts(FAILED_RESULT))).toContain("1 3 2026-01-01 00:00:18 UTC 20 s stream/1");
    const never = {
      number: 2,
      exitCode: null,
      reason: "no host",
      startedAt: null,
      stoppedAt: null,
      logStreamName: null,
    };
    expect(textOf(renderAttempts({ ...FAILED_RESULT, attempts: [never] }))).toContain("2 none no host never");
  });
});

describe("the tables", () => {
  it("show each visited state with its status in words", () => {
    const text = textOf(renderStates(givenFailure(), NOW));

    expect(text).toContain("Wait X Seconds succeeded 4 8 s");
    expect(text).toContain("Job Failed failed 1 1 s");
  });

  it("show the history with the polls folded", () => {
    const text = textOf(renderHistory(givenFailure()));

    expect(text).toContain(
      "16–33 polls 2 to 3, 2 times Wait X Seconds → Get Job Status → Job Complete? 00:00:15 – 00:00:32 15 s RUNNING for 17 s",
    );
    expect(text).toContain("34–42 poll 4");
    expect(text).toContain("then Job Failed");
    expect(text).toContain("ExecutionFailed Job Failed 00:00:43 43 s BatchJob.UserError");
  });

  it("show a poll that goes on, and failed attempts in it", () => {
    const failed = { type: "LambdaFunctionFailed", lambdaFunctionFailedEventDetails: { error: "E" } } as const;

    expect(textOf(renderHistory(givenModel([...submitted, ...poll(1, "x").slice(0, 4), failed])))).toContain(
      "SUBMITTED for 4 s, 1 failed attempt",
    );
    expect(textOf(renderHistory(givenModel([...submitted, ...poll(1, "x").slice(0, 4), failed, failed])))).toContain(
      "poll 1, in progress Wait X Seconds → Get Job Status 00:00:06 – 00:00:11 6 s SUBMITTED for 5 s, 2 failed attempts",
    );
  });

  it("call the rounds of a loop that looks at no job by that name", () => {
    const definition = JSON.stringify({
      StartAt: "A",
      States: { A: { Type: "Choice", Choices: [{ Next: "A" }], Default: "B" }, B: { Type: "Succeed" } },
    });

    const model = givenModel([started, entered("A"), entered("A"), entered("A"), failedExecution("E")], definition);

    expect(textOf(renderHistory(model))).toContain("2–4 rounds 1 to 3, 3 times A");
  });
});
