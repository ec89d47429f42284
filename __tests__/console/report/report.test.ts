import { createHash } from "node:crypto";
import { renderMarkdownReport } from "../../../console/report/render-markdown";
import { renderReport } from "../../../console/report/render-report";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
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
} from "../../../testing/console/given-history";

const OPTIONS = { now: after(300), showLinks: true, logLines: ["step 1", "error: <disk> is full"] };
const EVIL = '</script></pre><script>alert(1)</script><img src=x onerror="alert(1)">';

describe("the report as HTML", () => {
  const report = renderReport(givenFailure(), OPTIONS);

  it("shows the failure, its reason, the exit code, the log and the next steps first", () => {
    const firstScreen = report.slice(report.indexOf("<body>"), report.indexOf("<h2>Details"));

    for (const text of [
      "The job&#39;s program exited with exit code 3.",
      "<code>BatchJob.UserError</code>",
      "Essential container in task exited",
      "<code>/aws/batch/job</code> / <code>stream/1</code>",
      'href="https://us-east-1.console.aws.amazon.com/cloudwatch/home#log"',
      "Next steps",
      "error: &#60;disk&#62; is full",
    ])
      expect(firstScreen).toContain(text);
  });

  it("contains no scripts and loads no resources", () => {
    expect(report).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|style="/i);
    expect(report.match(/\bsrc=/g)).toBeNull();
  });

  it("allows only its own style in the Content-Security-Policy", () => {
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(report) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");

    expect(report).toContain("default-src &#39;none&#39;; style-src &#39;sha256-");
    expect(report).toContain(hash);
  });

  it("contains all sections in order", () => {
    const headings = [...report.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title);

    expect(headings).toEqual([
      "Timeline",
      "Last log lines",
      "Details",
      "Visual workflow",
      "Visited states",
      "Attempts",
      "Input",
      "Cause",
      "Event history",
    ]);
  });

  it("escapes all texts from jobs, inputs and definitions", () => {
    const definition = JSON.stringify({ StartAt: EVIL, States: { [EVIL]: { Type: EVIL, Comment: EVIL, End: true } } });
    const result = {
      ...FAILED_RESULT,
      ...{ jobName: EVIL, jobId: EVIL, statusReason: EVIL, containerReason: EVIL, logGroup: EVIL, status: EVIL },
      ...{ logUrl: `javascript:alert(1)//${EVIL}`, consoleUrl: `https://a.example/"${EVIL}` },
      attempts: [{ number: 1, exitCode: 1, reason: EVIL, startedAt: null, stoppedAt: null, logStreamName: EVIL }],
    };
    const model = givenModel(
      [
        { ...started, executionStartedEventDetails: { input: JSON.stringify({ jobName: EVIL }) } },
        entered(EVIL),
        { type: "LambdaFunctionFailed", lambdaFunctionFailedEventDetails: { error: EVIL, cause: EVIL } },
        failedExecution(EVIL, JSON.stringify(result)),
      ],
      definition,
    );

    const page = renderReport(model, { ...OPTIONS, logLines: [EVIL] });

    expect(page).not.toMatch(/<script|<img|"javascript:/i);
    expect(page.match(/<\/pre>/g)).toHaveLength(3);
  });

  it("shows a running execution without a log or an output", () => {
    const page = renderReport(givenModel([...submitted, ...poll(1, "RUNNABLE")]), { ...OPTIONS, logLines: [] });

    expect(page).toContain("No output yet. The execution is running.");
    expect(page).not.toContain("Last log lines");
    expect(page).not.toContain("<h2>Attempts");
  });

  it("shows the output of a successful execution, and reports a missing definition", () => {
    const output = { type: "ExecutionSucceeded", executionSucceededEventDetails: { output: '{"a":1}' } } as const;

    const page = renderReport(givenModel([started, output], ""), OPTIONS);

    expect(page).toContain("<h2>Output");
    expect(page).toContain("No diagram: the state machine's definition could not be read.");
  });

  it("stays below 60 kB for a history of maximum length", () => {
    const polls = Array.from({ length: 2_776 }, (_, index) => poll(index + 1, "RUNNING"));

    const page = renderReport(givenModel([...submitted, ...polls.flat()]), OPTIONS);

    expect(page.length).toBeLessThan(60_000);
    expect(page).toContain("polls 1 to 2,775 found RUNNING (2,775 total)");
  });
});

describe("the report as Markdown", () => {
  it("shows the failure, its reason, the log and a diagram of the path", () => {
    const report = renderMarkdownReport(givenFailure(), OPTIONS);

    expect(report).toMatch(/^## ❌ Execution e-1: FAILED\n\n\*\*The job's program exited with exit code 3\*\*\n/);
    expect(report).toContain(
      "- Error: `BatchJob.UserError`\n- Exit code: 3\n- Reason: Essential container in task exited\n",
    );
    expect(report).toContain(
      "- Log: `/aws/batch/job` / `stream/1` ([open](https://us-east-1.console.aws.amazon.com/cloudwatch/home#log))\n",
    );
    expect(report).toContain("\nNext steps:\n\n- Read the job's log.\n");
    expect(report).toContain("| Wait X Seconds | 4 | 8 s |\n");
    expect(report).toContain("```mermaid\nstateDiagram-v2\n");
    expect(report).toContain("error: <disk> is full\n```");
  });

  it("escapes all texts from jobs", () => {
    const result = { ...FAILED_RESULT, statusReason: "a | <b> [x](y)\n# z", jobName: "*", logGroup: "`g`" };

    const report = renderMarkdownReport(givenFailure(result), { ...OPTIONS, logLines: ["````", "</details>"] });

    expect(report).toContain("- Reason: a \\| \\<b\\> \\[x\\](y) \\# z\n");
    expect(report).toContain("- Log: ` g ` /");
    expect(report).toContain("`````\n````\n</details>\n`````\n");
  });

  it("omits unknown facts", () => {
    const cause = JSON.stringify({ ...EMPTY_RESULT, category: "InvalidRequest", statusReason: "wrong" });
    const refused = givenModel([started, failedExecution("BatchJob.InvalidRequest", cause)]);

    const report = renderMarkdownReport(refused, { ...OPTIONS, showLinks: false, logLines: [] });

    expect(report).not.toMatch(/Exit code|Log:|Job:|Last log lines/);
  });

  it("shows the progress of a running execution and the result of a successful one", () => {
    const output = { type: "ExecutionSucceeded", executionSucceededEventDetails: { output: '{"a":1}' } } as const;
    const good = JSON.stringify({ ...FAILED_RESULT, category: null });

    expect(renderMarkdownReport(givenModel([]), OPTIONS)).toContain(
      "## 🔵 Execution e-1: RUNNING\n\n**The job is being submitted.**",
    );
    expect(renderMarkdownReport(givenModel([started, output]), OPTIONS)).toContain("**The execution succeeded**");
    expect(
      renderMarkdownReport(
        givenModel([started, { ...output, executionSucceededEventDetails: { output: good } }]),
        OPTIONS,
      ),
    ).toContain("**The job succeeded**");
  });
});
