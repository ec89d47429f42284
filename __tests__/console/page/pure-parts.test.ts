import { describePlace } from "../../../console/page/describe-place";
import { findTextRange } from "../../../console/page/find-text-range";
import { executionAddress, findRoute } from "../../../console/page/routes";

const INPUT = `{
  "jobName": "x",
  "retryStrategy": {
    "attempts": 11
  },
  "wait_time" : 0
}`;

it.each([
  ["jobName", '"jobName": "x"'],
  ["wait_time", '"wait_time" : 0'],
  ["retryStrategy.attempts", '"attempts": 11'],
  ["retryStrategy.missing", '"retryStrategy": {'],
  ["jobName[0]", '"jobName": "x"'],
])("finds the position of %s in the input", (path, expected) => {
  const { start, end } = findTextRange(INPUT, path) ?? { start: 0, end: 0 };

  expect(INPUT.slice(start, end)).toBe(expected);
});

it.each(["jobQueue", "missing.attempts", ".*"])("returns undefined for the missing field %s", (path) => {
  expect(findTextRange(INPUT, path)).toBeUndefined();
});

it.each([
  ["/", "?status=FAILED", { page: "list" }],
  ["/state-machine", "", { page: "stateMachine" }],
  ["/executions", "", { page: "list" }],
  ["/new", "", { page: "new", like: undefined }],
  ["/new", "?like=a", { page: "new", like: "a" }],
  ["/executions/a", "", { page: "execution", name: "a" }],
  ["/executions/%C3%A4", "", { page: "execution", name: "ä" }],
  ["/executions/%E0%A4%A", "", { page: "notFound" }],
  ["/elsewhere", "", { page: "notFound" }],
])("maps %s%s to its page", (path, search, route) => {
  expect(findRoute(path, search)).toEqual(route);
});

it("maps the address of an execution to that execution", () => {
  expect(findRoute(executionAddress("a b/ä"))).toEqual({ page: "execution", name: "a b/ä" });
});

it.each([
  [{ isLocal: true, endpoint: null, speed: 1 }, "Local endpoints"],
  [{ isLocal: true, endpoint: null, speed: 30 }, "Local endpoints (clock 30 times faster)"],
  [{ isLocal: false, endpoint: null, speed: 1 }, "AWS us-east-1"],
  [{ isLocal: false, endpoint: "127.0.0.1:8083", speed: 1 }, "127.0.0.1:8083 (not AWS, times from its clock)"],
])("describes the location of %j", (place, expected) => {
  expect(describePlace({ region: "us-east-1", ...place })).toBe(expected);
});
