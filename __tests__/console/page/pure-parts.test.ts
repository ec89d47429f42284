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
])("finds where %s stands in the input", (path, expected) => {
  const { start, end } = findTextRange(INPUT, path) ?? { start: 0, end: 0 };

  expect(INPUT.slice(start, end)).toBe(expected);
});

it.each(["jobQueue", "missing.attempts", ".*"])("finds nothing for %s, which is not there", (path) => {
  expect(findTextRange(INPUT, path)).toBeUndefined();
});

it.each([
  ["/", "", { page: "stateMachine" }],
  ["/executions", "", { page: "list" }],
  ["/new", "", { page: "new", like: undefined }],
  ["/new", "?like=a", { page: "new", like: "a" }],
  ["/executions/a", "", { page: "execution", name: "a" }],
  ["/executions/%C3%A4", "", { page: "execution", name: "ä" }],
  ["/executions/%E0%A4%A", "", { page: "notFound" }],
  ["/elsewhere", "", { page: "notFound" }],
])("leads %s%s to its page", (path, search, route) => {
  expect(findRoute(path, search)).toEqual(route);
});

it("leads the address of an execution back to it", () => {
  expect(findRoute(executionAddress("a b/ä"))).toEqual({ page: "execution", name: "a b/ä" });
});

it.each([
  [{ isLocal: true, endpoint: null, speed: 1 }, "This machine"],
  [{ isLocal: true, endpoint: null, speed: 30 }, "This machine, waits 30 times shorter"],
  [{ isLocal: false, endpoint: null, speed: 1 }, "AWS us-east-1"],
  [{ isLocal: false, endpoint: "127.0.0.1:8083", speed: 1 }, "127.0.0.1:8083, not AWS: times by its clock"],
])("says where the state machine of %j is", (place, expected) => {
  expect(describePlace({ region: "us-east-1", ...place })).toBe(expected);
});
