import { createPaint } from "../../../cli/render/palette";
import { plainText, wrap } from "../../../cli/render/text";
import { LiveDisplay, renderEntry } from "../../../cli/render/live-display";
import { renderHints } from "../../../cli/render/render-hints";
import { renderList } from "../../../cli/render/render-list";
import { renderRows } from "../../../cli/render/render-rows";
import { renderSummary } from "../../../cli/render/render-summary";
import { NO_PROGRESS } from "../../../console/model/progress/run-progress";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
import { MemoryOutput } from "../memory-context";

const START = new Date("2026-11-22T08:01:02Z");
const LATER = new Date("2026-11-22T08:05:03Z");
const NO_COLOURS = createPaint(new MemoryOutput(), {}, true);
const ENTRY = { at: LATER, label: "RUNNING", text: "poll 3", tone: "plain" as const };

describe("createPaint", () => {
  it.each([
    ["a terminal", new MemoryOutput(true), {}, true, true],
    ["a pipe", new MemoryOutput(false), {}, true, false],
    ["a terminal with NO_COLOR", new MemoryOutput(true), { NO_COLOR: "1" }, true, false],
    ["a terminal with an empty NO_COLOR", new MemoryOutput(true), { NO_COLOR: "" }, true, true],
    ["a terminal with --no-color", new MemoryOutput(true), {}, false, false],
  ])("decides on colours for %s", (_case, output, environment, wanted, coloured) => {
    const text = createPaint(output, environment, wanted)("bad", "FAILED");

    expect(text).toBe(coloured ? "\u001B[31mFAILED\u001B[39m" : "FAILED");
  });
});

describe("plainText", () => {
  it("keeps a job's log from steering the terminal", () => {
    expect(plainText("\u001B[31mred\u001B[0m a\u0007b\r\nc\td")).toBe("red a b c d");
  });
});

describe("wrap", () => {
  it("breaks at spaces and keeps long words whole", () => {
    expect(wrap("one two three seventeen-letters four", 9)).toEqual(["one two", "three", "seventeen-letters", "four"]);
  });
});

describe("renderEntry", () => {
  it("shows time, time since the start, label and text in columns", () => {
    expect(renderEntry(ENTRY, START, NO_COLOURS, 80)).toBe("08:05:03    4 min 1 s  RUNNING     poll 3");
  });

  it("wraps a long text below itself, within the terminal", () => {
    const lines = renderEntry({ ...ENTRY, text: "word ".repeat(20).trim() }, START, NO_COLOURS, 80).split("\n");

    expect(lines.length).toBeGreaterThan(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(/^ {35}word/);
  });
});

describe("in a narrow terminal", () => {
  const ID = "876da822-4198-45f2-a252-6cea32512ea8";

  it("moves an entry's text below it rather than let the terminal break an ID", () => {
    expect(renderEntry({ ...ENTRY, text: `my-job, ${ID}` }, START, NO_COLOURS, 60).split("\n")).toEqual([
      "08:05:03    4 min 1 s  RUNNING",
      `    my-job, ${ID}`,
    ]);
  });

  it("indents less where an ID needs the room", () => {
    expect(renderRows([["Job ID", ID]], NO_COLOURS, 38)).toEqual(["  Job ID", `  ${ID}`]);
  });

  it("starts a value that is longer than the terminal in the first column, so that it is copied whole", () => {
    expect(renderRows([["Job ID", `${ID} of a child`]], NO_COLOURS, 30)).toEqual(["  Job ID", ID, "of a child"]);
  });

  it("omits the purposes of all commands if one does not fit", () => {
    const hints = [
      ["poller logs e", "print the log"],
      ["poller retry e", "run it again with other options"],
    ] as const;

    expect(renderHints(hints, NO_COLOURS, 40)).toEqual(["    poller logs e", "    poller retry e"]);
  });

  it("breaks a command only between its words, so that it can be pasted", () => {
    const hints = [[`npm run poller -- logs e --state-machine-arn ${ID}`, "show the log"]] as const;

    expect(renderHints(hints, NO_COLOURS, 44)).toEqual([
      "    npm run poller -- logs e \\",
      "      --state-machine-arn \\",
      `      ${ID}`,
    ]);
    expect(renderHints(hints, NO_COLOURS, 30).at(-1)).toBe(ID);
  });

  it("lists a name above its status where both do not fit", () => {
    const executions = [
      { name: ID, status: "RUNNING" as const, startDate: START, executionArn: "", stateMachineArn: "" },
    ];

    expect(renderList(executions, NO_COLOURS, 40).split("\n")).toEqual([
      "NAME",
      "  STATUS     STARTED UTC",
      ID,
      "  RUNNING    11-22 08:01",
    ]);
  });

  it.each([
    [
      80,
      [
        `NAME${" ".repeat(32)}  STATUS     STARTED (UTC)        TOOK`,
        `${ID}  SUCCEEDED  2026-11-22 08:01:02  4 min 1 s`,
      ],
    ],
    [72, [`NAME${" ".repeat(32)}  STATUS     STARTED UTC  TOOK`, `${ID}  SUCCEEDED  11-22 08:01  4 min 1 s`]],
    [60, [`NAME${" ".repeat(32)}  STATUS     STARTED UTC`, `${ID}  SUCCEEDED  11-22 08:01`]],
  ])("lists executions within %d columns", (columns, expected) => {
    const executions = [
      {
        name: ID,
        status: "SUCCEEDED" as const,
        startDate: START,
        stopDate: LATER,
        executionArn: "",
        stateMachineArn: "",
      },
    ];

    expect(renderList(executions, NO_COLOURS, columns).split("\n")).toEqual(expected);
  });
});

describe("LiveDisplay", () => {
  it("updates its progress line in place on a terminal, and takes it away for an entry", () => {
    const output = new MemoryOutput(true);
    const display = new LiveDisplay(output, NO_COLOURS, 1_000, "Execution x");

    display.entry(ENTRY, START);
    display.progress("poll 1", 0, "1");
    display.progress("poll 1", 1, "1");
    display.progress("poll 2", 2, undefined);
    display.entry(ENTRY, START);

    const entry = "08:05:03    4 min 1 s  RUNNING     poll 3\n";
    expect(output.text).toBe(`Execution x\n\n${entry}poll 1\r\u001B[2Kpoll 2\r\u001B[2K${entry}`);
  });

  it("cuts the progress line to the terminal, which could not take back a wrapped one", () => {
    const output = new MemoryOutput(true, 20);

    new LiveDisplay(output, NO_COLOURS, 1_000, undefined).progress("a".repeat(50), 0, undefined);

    expect(output.text).toBe("a".repeat(19));
  });

  it("keeps the time until the next check on a narrow terminal", () => {
    const output = new MemoryOutput(true, 40);

    new LiveDisplay(output, NO_COLOURS, 1_000, undefined).progress(
      "poll 12, RUNNABLE for 3 min 10 s, next check in 60 s",
      0,
      undefined,
    );

    expect(output.text).toBe("poll 12, next check in 60 s");
  });

  it("prints progress elsewhere only at intervals and after a change", () => {
    const output = new MemoryOutput(false);
    const display = new LiveDisplay(output, NO_COLOURS, 1_000, undefined);

    for (const [timeMs, line, milestone] of [
      [0, "a", "poll 1"],
      [999, "b", "poll 2"],
      [1_000, "c", "poll 2"],
      [2_100, "d", "poll 2"],
      [2_200, "e", undefined],
      [2_300, "f", "poll 3"],
    ] as const)
      display.progress(line, timeMs, milestone);

    expect(output.lines).toEqual(["c", "f"]);
  });

  it("skips progress that repeats the last entry", () => {
    const output = new MemoryOutput(false);
    const display = new LiveDisplay(output, NO_COLOURS, 0, undefined);

    display.entry(ENTRY, START);
    display.progress("poll 3, next check now", 0, undefined);
    display.progress("poll 3, next check in 60 s", 1, "poll 3");
    display.progress("poll 4, next check in 60 s", 2, "poll 4");

    expect(output.lines.slice(1)).toEqual(["poll 4, next check in 60 s"]);
  });
});

describe("renderSummary", () => {
  const end = {
    status: "FAILED" as const,
    closedAt: LATER,
    error: "BatchJob.HostTerminated",
    cause: "{}",
    output: undefined,
  };
  const result = {
    ...EMPTY_RESULT,
    jobName: "my-job",
    category: "HostTerminated" as const,
    retryable: true,
    statusReason: "Host EC2 (instance i-1) terminated.",
    containerReason: "Host EC2 (instance i-1) terminated.",
    duplicates: ["a", "b"],
    logUrl: "https://example.com/log",
    consoleUrl: "https://example.com/job",
  };
  const summary = {
    startedAt: START,
    progress: NO_PROGRESS,
    end,
    result,
    logLines: ["one", "\u001B[31mtwo"],
    showLinks: true,
  };

  it("shows known values once and omits the rest", () => {
    expect(renderSummary(summary, NO_COLOURS, 80).split("\n")).toEqual([
      "",
      "FAILED with BatchJob.HostTerminated after 4 min 1 s",
      "The host that ran the job was terminated.",
      "",
      "  Closed      2026-11-22 08:05:03 UTC",
      "  Job         my-job",
      "  Category    HostTerminated",
      "  Retryable   Yes",
      "  Reason      Host EC2 (instance i-1) terminated.",
      "  Duplicates  a b",
      "  Log link    https://example.com/log",
      "  Job link    https://example.com/job",
      "",
      "  Last log lines",
      "  | one",
      "  | two",
      "",
      "  Next steps",
      "  - Start the same request again. The job did not cause the failure.",
    ]);
  });

  it("ends with the next steps of the page, the commands for them, and what exists", () => {
    const hints = [["npm run poller -- logs e --local", "show the log"]] as const;
    const existing = "This machine has job definition d and job queue q.";
    const render = (columns: number): string[] =>
      renderSummary({ ...summary, logLines: [], existing, hints }, NO_COLOURS, columns).split("\n");

    expect(render(80).slice(-6)).toEqual([
      "",
      existing,
      "",
      "  Next steps",
      "  - Start the same request again. The job did not cause the failure.",
      "    npm run poller -- logs e --local  show the log",
    ]);
    expect(render(40).at(-1)).toBe("    npm run poller -- logs e --local");
    expect(render(40)).toContain("    job did not cause the failure.");
  });

  it("leaves out links that lead nowhere", () => {
    expect(renderSummary({ ...summary, showLinks: false }, NO_COLOURS, 80)).not.toContain("https://");
  });

  it("shows the Cause of an execution that ended without a JobResult", () => {
    const aborted = { ...end, status: "ABORTED" as const, error: undefined, cause: "wrong input" };

    const text = renderSummary({ ...summary, end: aborted, result: undefined, logLines: [] }, NO_COLOURS, 80);

    expect(text.split("\n")).toEqual([
      "",
      "ABORTED after 4 min 1 s",
      "The execution was stopped before a job was known.",
      "",
      "  Closed      2026-11-22 08:05:03 UTC",
      "  Cause       wrong input",
      "",
      "  Next steps",
      "  - If a job was being submitted, the workflow terminates it within 15 minutes.",
    ]);
  });

  it("shows the output of a foreign state machine", () => {
    const succeeded = { ...end, status: "SUCCEEDED" as const, error: undefined, cause: undefined, output: '"ok"' };

    const text = renderSummary({ ...summary, end: succeeded, result: undefined, logLines: [] }, NO_COLOURS, 80);

    expect(text).toContain('  Output      "ok"');
  });
});
