import { groupFailures } from "../../../console/page/group-failures";
import { formatListQuery, parseListQuery, type ListQuery } from "../../../console/page/list-query";
import { selectExecutions } from "../../../console/page/search-executions";
import { renderFailures } from "../../../console/page/render-failures";
import { summarizeJobs } from "../../../console/page/summarize-jobs";

const NO_FILTER = { status: "", search: "", from: "", to: "", sort: "", failure: "", count: 50 } as const;

describe("the query of the list", () => {
  it.each<[string, ListQuery]>([
    ["", NO_FILTER],
    ["?status=FAILED&search=import+x&count=100", { ...NO_FILTER, status: "FAILED", search: "import x", count: 100 }],
    [
      "?from=2026-11-24&to=2026-11-25&sort=-duration",
      { ...NO_FILTER, from: "2026-11-24", to: "2026-11-25", sort: "-duration" },
    ],
    ["?failure=UserError%3A+exit+code+3", { ...NO_FILTER, failure: "UserError: exit code 3" }],
  ])("parses and formats %j", (text, query) => {
    expect(parseListQuery(text)).toEqual(query);
    expect(formatListQuery(query)).toBe(text);
  });

  it.each(["?count=x", "?count=-1", "?count=1.5", "?from=Tuesday", "?sort=colour"])("ignores %s", (text) => {
    expect(parseListQuery(text)).toEqual(NO_FILTER);
  });
});

const item = (name: string, jobName: string | null, error: string | null, day = 1, reason: string | null = null) => ({
  name,
  status: error === null ? "SUCCEEDED" : "FAILED",
  startedAt: `2026-11-0${day}T00:00:00.000Z`,
  closedAt: null,
  details: { jobName, error, reason },
});

describe("the search in the list", () => {
  it.each([
    ["", true],
    ["IMPORT", true],
    ["nightly outOfMemory", true],
    ["killed", true],
    ["nightly timeout", false],
  ])("finds %j: %s", (search, found) => {
    const items = [item("nightly-1", "import", "BatchJob.OutOfMemory", 1, "Container killed")];

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

  it("has executions without an error last in both orders", () => {
    const failed = [item("x", null, "B", 3), item("y", null, null, 2), item("z", null, "A", 1)];
    const sorted = (sort: "error" | "-error") =>
      selectExecutions(failed, { ...NO_FILTER, sort }, 0)
        .map(({ name }) => name)
        .join(" ");

    expect([sorted("error"), sorted("-error")]).toEqual(["z x y", "x z y"]);
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

describe("the groups of failures", () => {
  const outOfMemory = (name: string, jobName: string, day: number) =>
    item(name, jobName, "BatchJob.OutOfMemory", day, "Container killed");
  const items = [
    outOfMemory("a", "import", 4),
    item("b", "import", "BatchJob.UserError", 3, "exit code 3"),
    item("c", "export", "BatchJob.UserError", 3, "exit code 3"),
    outOfMemory("d", "import", 3),
    outOfMemory("e", "import", 2),
    item("f", "import", "BatchJob.UserError", 1, "exit code 4"),
    item("g", "import", null),
  ];

  it("have one category and one reason each, the largest first", () => {
    expect(groupFailures(items, "")).toEqual([
      { failure: "OutOfMemory: Container killed", count: 3, extent: "since Monday, 2026-11-02, all in import" },
      { failure: "UserError: exit code 3", count: 2, extent: "since Tuesday, 2026-11-03, in import, export" },
    ]);
  });

  it("keep the one that is wanted, and count the jobs of a large one", () => {
    const many = ["a", "b", "c", "d"].map((name) => item(name, name, "Lambda.Unknown"));

    expect(groupFailures(many, "")[0]?.extent).toBe("since Sunday, 2026-11-01, in 4 jobs");
    expect(groupFailures(items, "UserError: exit code 4").at(-1)).toEqual({
      failure: "UserError: exit code 4",
      count: 1,
      extent: "since Sunday, 2026-11-01, in import",
    });
  });

  it("have no executions that were stopped, or of which the error is not known", () => {
    const stopped = { ...item("a", "import", "Poller.Stopped"), status: "ABORTED" };
    const unknown = { ...item("b", null, null), status: "FAILED", details: null };

    expect(groupFailures([stopped, stopped, unknown, unknown], "")).toEqual([]);
  });

  it("limit the list to one of them", () => {
    const found = selectExecutions(items, { ...NO_FILTER, failure: "UserError: exit code 3" }, 0);

    expect(found.map(({ name }) => name)).toEqual(["b", "c"]);
  });

  it("show the three largest, and the selected one", () => {
    const groups = ["A", "B", "C", "D", "E"].map((failure) => ({ failure, count: 2, extent: "since" }));
    const shownOf = (wanted: string, showsAll: boolean) =>
      [
        ...renderFailures(groups, wanted, showsAll)
          .toString()
          .matchAll(/data-failure="(\w)"/g),
      ].map(([, name]) => name);

    expect(shownOf("", false)).toEqual(["A", "B", "C"]);
    expect(shownOf("E", false)).toEqual(["A", "B", "C", "E"]);
    expect(shownOf("", true)).toEqual(["A", "B", "C", "D", "E"]);
    expect(renderFailures(groups, "", false).toString()).toContain("2 more groups");
    expect(renderFailures(groups, "E", false).toString()).toContain("1 more group\n");
    expect(renderFailures(groups, "E", false).toString()).toContain('data-failure="E" aria-pressed="true"');
  });
});
