import { describeFailures } from "../../../console/page/describe-failures";
import { formatListQuery, parseListQuery, type ListQuery } from "../../../console/page/list-query";
import { selectExecutions } from "../../../console/page/search-executions";
import { summarizeJobs } from "../../../console/page/summarize-jobs";

const NO_FILTER = { status: "", search: "", from: "", to: "", sort: "", count: 50 } as const;

describe("the query of the list", () => {
  it.each<[string, ListQuery]>([
    ["", NO_FILTER],
    ["?status=FAILED&search=import+x&count=100", { ...NO_FILTER, status: "FAILED", search: "import x", count: 100 }],
    [
      "?from=2026-11-24&to=2026-11-25&sort=-duration",
      { ...NO_FILTER, from: "2026-11-24", to: "2026-11-25", sort: "-duration" },
    ],
  ])("parses and formats %j", (text, query) => {
    expect(parseListQuery(text)).toEqual(query);
    expect(formatListQuery(query)).toBe(text);
  });

  it.each(["?count=x", "?count=-1", "?count=1.5", "?from=Tuesday", "?sort=colour"])("ignores %s", (text) => {
    expect(parseListQuery(text)).toEqual(NO_FILTER);
  });
});

const item = (name: string, jobName: string | null, error: string | null, day = 1) => ({
  name,
  status: error === null ? "SUCCEEDED" : "FAILED",
  startedAt: `2026-11-0${day}T00:00:00.000Z`,
  closedAt: null,
  details: { jobName, error },
});

describe("the search in the list", () => {
  it.each([
    ["", true],
    ["IMPORT", true],
    ["nightly outOfMemory", true],
    ["nightly timeout", false],
  ])("finds %j: %s", (search, found) => {
    const items = [item("nightly-1", "import", "BatchJob.OutOfMemory")];

    expect(selectExecutions(items, { ...NO_FILTER, search }, 0)).toHaveLength(found ? 1 : 0);
  });

  it("searches only the name before the details are known", () => {
    const items = [{ ...item("nightly-1", null, null), details: null }];

    expect(selectExecutions(items, { ...NO_FILTER, search: "nightly" }, 0)).toEqual(items);
  });
});

describe("the days and the order of the list", () => {
  const ended = (name: string, day: number, minutes: number) => ({
    ...item(name, name, null, day),
    closedAt: `2026-11-0${day}T00:${String(minutes).padStart(2, "0")}:00.000Z`,
  });
  const items = [ended("c", 4, 2), ended("a", 3, 9), ended("b", 2, 30)];
  const namesOf = (filter: object) =>
    selectExecutions(items, { ...NO_FILTER, ...filter }, Date.parse("2026-11-05")).map(({ name }) => name);

  it.each([
    [{}, "c a b"],
    [{ from: "2026-11-03" }, "c a"],
    [{ to: "2026-11-03" }, "a b"],
    [{ from: "2026-11-03", to: "2026-11-03" }, "a"],
    [{ sort: "name" }, "a b c"],
    [{ sort: "-name" }, "c b a"],
    [{ sort: "job" }, "a b c"],
    [{ sort: "duration" }, "c a b"],
    [{ sort: "-duration" }, "b a c"],
    [{ sort: "started" }, "b a c"],
    [{ sort: "status" }, "c a b"],
    [{ sort: "error" }, "c a b"],
  ])("%j: %s", (filter, names) => {
    expect(namesOf(filter).join(" ")).toBe(names);
  });

  it("counts a running execution up to now", () => {
    const running = { ...item("r", null, null, 4), status: "RUNNING" };

    const found = selectExecutions([...items, running], { ...NO_FILTER, sort: "-duration" }, Date.parse("2026-11-05"));

    expect(found[0]).toBe(running);
  });
});

describe("summarizeJobs", () => {
  it("has the trend, the failures and the median of each job name, without running executions", () => {
    const run = (jobName: string, seconds: number, status = "SUCCEEDED") => ({
      ...item(`${jobName}-${seconds}`, jobName, null),
      status,
      closedAt: new Date(Date.parse("2026-11-01T00:00:00Z") + seconds * 1000).toISOString(),
    });
    const running = { ...run("import", 1), closedAt: null };

    const jobs = summarizeJobs([
      run("export", 5, "FAILED"),
      running,
      run("import", 30),
      run("import", 10),
      run("import", 20),
      { ...run("import", 1), details: null },
    ]);

    expect(jobs).toMatchObject([
      { jobName: "import", count: 3, failed: 0, medianSeconds: 20 },
      { jobName: "export", count: 1, failed: 1, medianSeconds: undefined },
    ]);
    expect(jobs[0]?.runs.map(({ seconds }) => seconds)).toEqual([20, 10, 30]);
  });
});

describe("describeFailures", () => {
  it("counts repeated errors, the most frequent first", () => {
    const text = describeFailures([
      item("a", "import", "BatchJob.OutOfMemory", 4),
      item("b", "import", "BatchJob.Timeout", 3),
      item("c", "export", "BatchJob.Timeout", 3),
      item("d", "import", "BatchJob.OutOfMemory", 2),
      item("e", "import", "BatchJob.OutOfMemory", 3),
      item("f", "import", "BatchJob.ImagePull"),
      item("g", "import", null),
    ]);

    expect(text).toBe(
      "3 × OutOfMemory since 2026-11-02 00:00:00 UTC, all in import. 2 × Timeout since 2026-11-03 00:00:00 UTC, in 2 jobs.",
    );
  });

  it("describes nothing without repeated errors", () => {
    const stopped = { ...item("a", "import", "Poller.Stopped"), status: "ABORTED" };

    expect(describeFailures([stopped, stopped, { ...item("b", null, null), details: null }])).toBe("");
  });
});
