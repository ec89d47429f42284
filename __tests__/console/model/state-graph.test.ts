import { findLoops } from "../../../console/model/find-loops";
import { parseStateGraph } from "../../../console/model/state-graph";
import { pollDefinition } from "../../../workflow/definitions/poll-definition";
import { syncDefinition } from "../../../workflow/definitions/sync-definition";
import { findTransitions } from "../../workflow/definitions/find-transitions";

const POLL = pollDefinition({ submitJobFunctionArn: "arn:submit", checkJobFunctionArn: "arn:check" });
const graphOf = (definition: unknown) => parseStateGraph(JSON.stringify(definition));
const machine = (States: object, StartAt = "A") => graphOf({ StartAt, States });

describe("parseStateGraph", () => {
  it.each([
    ["poll", POLL],
    ["sync", syncDefinition()],
  ])("returns every state and every transition of the %s integration", (_integration, definition) => {
    const { states, edges, startAt } = graphOf(definition);

    const transitions = new Set(findTransitions(definition).map((transition) => JSON.stringify(transition)));
    expect(states.map(({ name }) => name)).toEqual(Object.keys(definition.States));
    expect(new Set(edges.map(({ from, to }) => JSON.stringify({ from, to })))).toEqual(transitions);
    expect(startAt).toBe(definition.StartAt);
  });

  it("returns the conditions of transitions and the end states", () => {
    const { edges, states } = graphOf(POLL);

    expect(edges.filter(({ from }) => from === "Job Complete?")).toEqual([
      { from: "Job Complete?", to: "Job Failed", kind: "choice", label: "$.outcome = FAILED" },
      { from: "Job Complete?", to: "Get Final Job Status", kind: "choice", label: "$.outcome = SUCCEEDED" },
      { from: "Job Complete?", to: "Wait X Seconds", kind: "default", label: "Default" },
    ]);
    expect(edges).toContainEqual({ from: "Submit Job", to: "Explain Failure", kind: "catch", label: "Catch #1" });
    expect(states.filter(({ isEnd }) => isEnd).map(({ name }) => name)).toEqual(["Job Failed", "Get Final Job Status"]);
  });

  it("merges transitions between the same states, and numbers several catchers", () => {
    const catchers = [
      { ErrorEquals: ["A"], Next: "B" },
      { ErrorEquals: ["States.ALL"], Next: "B" },
    ];

    const { edges } = machine({ A: { Type: "Task", Catch: catchers, End: true }, B: { Type: "Succeed" } });

    expect(edges).toEqual([{ from: "A", to: "B", kind: "catch", label: "Catch #1 or Catch #2" }]);
  });

  it.each([
    [{ Variable: "$.a", NumericGreaterThanEqualsPath: "$.b" }, "$.a ≥ $.b"],
    [{ Variable: "$.a", IsPresent: true }, "$.a IsPresent true"],
    [{ Not: { Variable: "$.a", BooleanEquals: true } }, "not ($.a = true)"],
    [
      {
        And: [
          { Variable: "$.a", NumericLessThan: 1 },
          { Variable: "$.b", StringEquals: "x" },
        ],
      },
      "$.a < 1 and $.b = x",
    ],
    [{ Or: ["odd", { Variable: 1 }] }, "? or ? ? undefined"],
    [{ Condition: "{% $states.input.n > 3 %}" }, "$states.input.n > 3"],
    [{ Condition: `{% ${"long ".repeat(20)} %}` }, "Rule #1"],
    [{ Comment: "when it rains", Condition: "{% true %}" }, "when it rains"],
  ])("labels the choice %j", (choice, label) => {
    const { edges } = machine({ A: { Type: "Choice", Choices: [{ ...choice, Next: "B" }] }, B: { Type: "Fail" } });

    expect(edges[0]?.label).toBe(label);
  });

  it.each([undefined, "", "null", "[]", '{"StartAt":"A"}', '{"StartAt":"A","States":[]}'])(
    "returns an empty graph for the invalid definition %j",
    (text) => {
      expect(parseStateGraph(text)).toEqual({ startAt: undefined, comment: undefined, states: [], edges: [] });
    },
  );

  it("treats Parallel and Map as one state each, and ignores unknown fields", () => {
    const branch = { StartAt: "Inner", States: { Inner: { Type: "Pass", End: true } } };

    const { states, edges } = machine(
      {
        A: { Type: "Parallel", Branches: [branch], Next: "B", Catch: "odd" },
        B: { Type: "Map", ItemProcessor: branch, Next: "Nowhere", Choices: [1], Comment: "each", End: "yes" },
        C: { Type: 3 },
      },
      "Missing",
    );

    expect(states.map(({ name, type, comment }) => [name, type, comment])).toEqual([
      ["A", "Parallel", undefined],
      ["B", "Map", "each"],
      ["C", "Task", undefined],
    ]);
    expect(edges).toEqual([{ from: "A", to: "B", kind: "next", label: undefined }]);
  });
});

describe("findLoops", () => {
  it("returns the states that can reach each other", () => {
    expect([...findLoops(graphOf(POLL)).keys()].sort()).toEqual(["Get Job Status", "Job Complete?", "Wait X Seconds"]);
    expect(findLoops(graphOf(syncDefinition())).size).toBe(0);
  });

  it("separates loops, including a loop of one state", () => {
    const loops = findLoops(
      machine({
        A: { Type: "Pass", Next: "B" },
        B: { Type: "Choice", Choices: [{ Next: "A" }], Default: "C" },
        C: { Type: "Choice", Choices: [{ Next: "C" }], Default: "D" },
        D: { Type: "Succeed" },
      }),
    );

    expect(loops.get("A")).toBe(loops.get("B"));
    expect(loops.get("C")).not.toBe(loops.get("A"));
    expect([...loops.keys()].sort()).toEqual(["A", "B", "C"]);
  });
});
