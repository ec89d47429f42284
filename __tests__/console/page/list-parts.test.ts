import { describeFailures } from "../../../console/page/describe-failures";
import { formatListQuery, parseListQuery } from "../../../console/page/list-query";
import { matchesSearch } from "../../../console/page/search-executions";

describe("the query of the list", () => {
  it.each([
    ["", { status: "", search: "", count: 50 }],
    ["?status=FAILED&search=import+x&count=100", { status: "FAILED", search: "import x", count: 100 }],
  ])("parses and formats %j", (text, query) => {
    expect(parseListQuery(text)).toEqual(query);
    expect(formatListQuery(query)).toBe(text);
  });

  it.each(["?count=x", "?count=-1", "?count=1.5"])("ignores %s", (text) => {
    expect(parseListQuery(text).count).toBe(50);
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
    expect(matchesSearch(item("nightly-1", "import", "BatchJob.OutOfMemory"), search)).toBe(found);
  });

  it("searches only the name before the details are known", () => {
    expect(matchesSearch({ ...item("nightly-1", null, null), details: null }, "nightly")).toBe(true);
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
