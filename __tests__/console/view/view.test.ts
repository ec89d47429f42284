import { escapeHtml, html } from "../../../console/view/html";
import { renderLink } from "../../../console/view/parts";
import { renderHistory, renderStates } from "../../../console/view/render-history";
import { renderAttempts } from "../../../console/view/render-attempts";
import { renderJson } from "../../../console/view/render-json";
import { renderOverview } from "../../../console/view/render-overview";
import { renderTimes } from "../../../console/view/render-times";
import { renderVerdict } from "../../../console/view/render-verdict";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
import {
  after,
  entered,
  eventPoll,
  FAILED_RESULT,
  failedExecution,
  givenFailure,
  givenModel,
  poll,
  started,
  submitted,
  WATCH,
} from "../../../testing/console/given-history";

const NOW = after(300);
/** Attempt of which no container started. */
const NEVER = {
  number: 2,
  exitCode: null,
  reason: "no host",
  startedAt: null,
  stoppedAt: null,
  logStreamName: null,
};
/** Returns the visible text: without tags, with single spaces. */
const textOf = (markup: { toString(): string }): string =>
  markup
    .toString()
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

describe("html", () => {
  it("escapes texts in content and in attributes, and inserts markup unchanged", () => {
    const inner = html`<b>${"<i>"}</b>`;

    expect(String(html`<p title="${'"x"'}">${"a & b"}${inner}${["<", 1]}${undefined}${null}</p>`)).toBe(
      '<p title="&#34;x&#34;">a &#38; b<b>&#60;i&#62;</b>&#60;1</p>',
    );
  });

  it("shows characters that are invisible or reverse the text after them", () => {
    expect(escapeHtml("a\0b'\u202E")).toBe("a^@b&#39;&#60;U+202E&#62;");
  });
});

describe("renderLink", () => {
  it.each(["javascript:alert(1)", "http://plain.example", "data:text/html,x", ""])(
    "renders no link to %j",
    (address) => {
      expect(String(renderLink(address, "log"))).toBe("log");
    },
  );

  it("renders a link to an https address", () => {
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

  it("shows other text unchanged, and None for a missing text", () => {
    expect(textOf(renderJson("no <json>", "Cause"))).toBe("no &#60;json&#62;");
    expect(textOf(renderJson(undefined, "Cause"))).toBe("None.");
  });

  it("escapes characters that reverse the text after them", () => {
    expect(String(renderJson('{"a":"x\u202Ey"}', "Input"))).toContain("x\\u202ey");
  });

  it("does not highlight very long JSON", () => {
    expect(String(renderJson(JSON.stringify({ a: "x".repeat(300_000) }), "Input"))).not.toContain("hljs");
  });
});

describe("the overview", () => {
  it("shows status, times and duration", () => {
    expect(textOf(renderOverview(givenFailure(), NOW))).toContain(
      "Execution status FAILED Started 2026-01-01 00:00:00 UTC Closed 2026-01-01 00:00:43 UTC Duration 43 s",
    );
  });

  it("counts the duration up to now while the execution is running", () => {
    expect(textOf(renderOverview(givenModel(submitted), NOW))).toContain(
      "RUNNING Started 2026-01-01 00:00:00 UTC Closed – Duration 5 min",
    );
    expect(textOf(renderOverview(givenModel([]), NOW))).toMatch(/^Execution status RUNNING Closed – Execution ARN/);
  });
});

describe("the verdict", () => {
  const verdict = (model = givenFailure(), showLinks = true) => textOf(renderVerdict(model, { now: NOW, showLinks }));

  it("shows the failure, its reason, the exit code, the log and the next steps", () => {
    const text = verdict();

    expect(text).toMatch(/^The job&#39;s program exited with exit code 3\. Error BatchJob\.UserError Exit code 3 /);
    expect(text).toContain("Retryable No Reason Essential container in task exited");
    expect(text).toContain("Log /aws/batch/job / stream/1 Open the log in CloudWatch");
    expect(text).toContain("Next steps Read the job&#39;s log.");
  });

  it("leaves the name of the log stream to the page that shows the log", () => {
    const text = textOf(renderVerdict(givenFailure(), { now: NOW, showLinks: true, namesLog: false }));

    expect(text).toContain("Log Open the log in CloudWatch");
    expect(text).not.toContain("stream/1");
  });

  it("cuts a very long reason", () => {
    expect(verdict(givenFailure({ ...FAILED_RESULT, statusReason: "x".repeat(5_000) }))).toContain(
      "x... (4,000 more characters)",
    );
  });

  it("omits links to the AWS console outside AWS", () => {
    expect(verdict(givenFailure(), false)).not.toContain("Open the");
  });

  it.each([
    [{ exitCode: null }, "Exit code none (not reported)"],
    [{ exitCode: null, attempts: [] }, "Exit code none (no container ran)"],
    [{ retryable: true }, "Retryable Yes"],
  ])("shows for %j: %s", (change, text) => {
    expect(verdict(givenFailure({ ...FAILED_RESULT, ...change }))).toContain(text);
  });

  it("shows the progress of a running execution", () => {
    const running = givenModel([...submitted, ...poll(1, "RUNNABLE"), entered("Wait X Seconds", "Wait")]);

    expect(verdict(running)).toBe("The job is queued (RUNNABLE), 4 min 48 s. Checked once, checking now.");
    expect(verdict(givenModel([]))).toBe("The job is being submitted.");
  });

  it("reports success", () => {
    const output = JSON.stringify({ ...FAILED_RESULT, category: null, exitCode: 0 });
    const succeed = (text: string) =>
      givenModel([started, { type: "ExecutionSucceeded", executionSucceededEventDetails: { output: text } }]);

    expect(verdict(succeed(output))).toMatch(/^The job succeeded\. Exit code 0 Log/);
    expect(verdict(succeed("{}"))).toBe("The execution succeeded.");
  });
});

describe("the times of an execution and the attempts", () => {
  it("shows a hidden axis, its marks, and an accessible list", () => {
    const markup = renderTimes(givenFailure(), NOW);

    expect(String(markup)).toMatch(/<svg\s+class="time-axis"[^>]*aria-hidden="true"/);
    expect(textOf(markup)).toContain("Marks: 4 polls (ticks), time until the end was noticed (dashed box).");
    expect(textOf(markup)).toContain("2026-01-01 00:00:18 UTC 18 s RUNNING for 20 s · poll 2");
    expect(textOf(markup)).toContain("2026-01-01 00:00:38 UTC 38 s FAILED · exit code 3, noticed 1 s later by poll 4");
  });

  it("counts the status of a running job up to now, and says that it began earlier", () => {
    const markup = renderTimes(givenModel([...submitted, ...poll(1, "RUNNABLE")]), NOW);

    expect(textOf(markup)).toContain("RUNNABLE for 4 min 48 s · poll 1, began up to one wait earlier");
    expect(textOf(renderTimes(givenModel([]), NOW))).toBe("");
  });

  it("has a flag for each deadline, with an arrow for one that is not on the axis", () => {
    const watch = {
      ...WATCH,
      polls: 1,
      status: "RUNNING",
      executionStartedAt: after(0).toISOString(),
      runTimeoutSeconds: 400,
      overallTimeoutSeconds: 3_600,
    };
    const markup = renderTimes(givenModel([...submitted, ...poll(1, "RUNNING", watch)]), NOW);

    expect(textOf(markup)).toContain("run_timeout overall_timeout → ");
    expect(textOf(markup)).toContain("1 poll (ticks), deadlines (flags), overall_timeout at 2026-01-01 01:00:00 UTC.");
  });

  it("marks a wait that an event of Batch ended", () => {
    const markup = renderTimes(givenModel([...submitted, ...eventPoll(1, "RUNNING", { status: "RUNNING" })]), NOW);

    expect(String(markup)).toContain('class="wake"');
    expect(textOf(markup)).toContain("1 wait ended by an event (diamonds)");
    expect(textOf(markup)).toContain("EVENT · Batch reported RUNNING, which ended the wait");
  });

  it("shows each attempt of a job that was retried", () => {
    const [attempt] = FAILED_RESULT.attempts;
    const earlier = { ...attempt, startedAt: after(5).toISOString(), stoppedAt: after(16).toISOString() };
    const never = { ...attempt, startedAt: null, stoppedAt: null };
    const attempts = [earlier, attempt, never].flatMap((each, index) =>
      each === undefined ? [] : [{ ...NEVER, ...each, number: index + 1 }],
    );

    const markup = String(renderTimes(givenFailure({ ...FAILED_RESULT, attempts }), NOW));

    expect([...markup.matchAll(/<title>(Attempt[^<]*)</g)].map(([, title]) => title)).toEqual([
      "Attempt 1, exit code 3",
      "Attempt 2, exit code 3",
    ]);
  });

  it("adds the end of a job that AWS Batch does not have", () => {
    const markup = renderTimes(givenFailure({ ...EMPTY_RESULT, category: "NotFound", polls: 4 }), NOW);

    expect(textOf(markup)).toContain("39 s NOT FOUND");
  });

  it("lists the attempts", () => {
    expect(textOf(renderAttempts(FAILED_RESULT) ?? "")).toContain("1 3 2026-01-01 00:00:18 UTC 20 s stream/1");
    expect(textOf(renderAttempts({ ...FAILED_RESULT, attempts: [NEVER] }) ?? "")).toContain(
      "2 none no host not started",
    );
    expect(renderAttempts({ ...FAILED_RESULT, attempts: [] })).toBeUndefined();
  });
});

describe("the tables", () => {
  it("shows each visited state with its status", () => {
    const text = textOf(renderStates(givenFailure(), NOW));

    expect(text).toContain("Wait X Seconds succeeded 4 8 s");
    expect(text).toContain("Job Failed failed 1 1 s");
    expect(text).not.toContain("Retries");
  });

  it("shows the retries of states that have any", () => {
    const scheduled = {
      type: "LambdaFunctionScheduled",
      lambdaFunctionScheduledEventDetails: { resource: "f" },
    } as const;
    const failed = { type: "LambdaFunctionFailed", lambdaFunctionFailedEventDetails: { error: "E" } } as const;
    const model = givenModel([...submitted, ...poll(1, "x").slice(0, 4), failed, scheduled]);

    expect(textOf(renderStates(model, NOW))).toMatch(/Retries Submit Job .* Get Job Status in progress 1 .* 1$/);
  });

  it("shows one time for a poll that has just begun", () => {
    const begun = givenModel([...submitted, entered("Wait X Seconds", "Wait")]);

    expect(textOf(renderHistory(begun))).toMatch(/poll 1, in progress Wait X Seconds 00:00:06 6 s/);
  });

  it("shows the history with collapsed polls", () => {
    const text = textOf(renderHistory(givenFailure()));

    expect(text).toContain(
      "16–33 polls 2 to 3 found RUNNING (2 total) Wait X Seconds → Get Job Status → Job Complete? 00:00:15 – 00:00:32 15 s",
    );
    expect(text).toContain("34–42 poll 4 found FAILED");
    expect(text).toContain("then Job Failed");
    expect(text).toContain("ExecutionFailed Job Failed 00:00:43 43 s BatchJob.UserError");
  });

  it("shows a poll in progress with its failed attempts", () => {
    const failed = { type: "LambdaFunctionFailed", lambdaFunctionFailedEventDetails: { error: "E" } } as const;

    expect(textOf(renderHistory(givenModel([...submitted, ...poll(1, "x").slice(0, 4), failed])))).toContain(
      "6 s 1 failed attempt",
    );
    expect(textOf(renderHistory(givenModel([...submitted, ...poll(1, "x").slice(0, 4), failed, failed])))).toContain(
      "poll 1, in progress Wait X Seconds → Get Job Status 00:00:06 – 00:00:11 6 s 2 failed attempts",
    );
  });

  it("uses the term iterations for a loop that does not poll a job", () => {
    const definition = JSON.stringify({
      StartAt: "A",
      States: { A: { Type: "Choice", Choices: [{ Next: "A" }], Default: "B" }, B: { Type: "Succeed" } },
    });

    const model = givenModel([started, entered("A"), entered("A"), entered("A"), failedExecution("E")], definition);

    expect(textOf(renderHistory(model))).toContain("2–4 iterations 1 to 3 (3 total) A");
  });
});
