import { call, closeEndpoints, create, givenEndpoint, run, single, waitForEnd } from "./fixtures";

afterEach(closeEndpoints);

const pass = (expression: string) =>
  single({ Type: "Pass", Output: `{% ${expression} %}` }, { QueryLanguage: "JSONata" });
const cause = (expression: string, problem: string) =>
  `An error occurred while executing the state 'Only' (entered at the event id #2). The JSONata expression '${expression}' specified for the field 'Output' threw an error during evaluation: ${problem}`;

const TIMEOUT = "Expression evaluation timeout: Check for infinite loop";
const MEMORY = "Expression evaluation memory limit exceeded: Check for excessive memory usage";
const DEPTH =
  "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive";

const plus = (terms: number) => Array.from({ length: terms }, () => "1").join("+");
const nest = (open: string, close: string, levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;
const recurse = (calls: number) => `($f:=function($n){$n=0?0:1+$f($n-1)};$f(${calls}))`;

describe("limits of a JSONata expression", () => {
  it.each([
    ["an endless tail call", "($f := function(){ $f() }; $f())", TIMEOUT],
    ["nested loops", "$map([1..9000], function($v){ $map([1..9000], function($w){ $w * $v }) })", TIMEOUT],
    [
      "a regular expression that backtracks",
      String.raw`$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(a+)+$/)`,
      TIMEOUT,
    ],
    ["a long text", "$pad('a', 1e8)", MEMORY],
    ["a doubled text", "($p := function($s, $n) { $n = 0 ? $s : $p($s & $s, $n - 1) }; $length($p('x', 23)))", MEMORY],
    ["a long range", "[1..873783] ~> $count()", MEMORY],
    ["a long $range", "$count($range(1, 360146, 1))", MEMORY],
    ["operators", plus(101), DEPTH],
    ["parentheses", nest("(", ")", 100), DEPTH],
    ["brackets", nest("[", "]", 100), DEPTH],
    ["calls", recurse(32), DEPTH],
    ["an endless recursion", "($f := function($n){ 1 + $f($n) }; $f(1))", DEPTH],
  ])("fails the execution for %s", async (_, expression, problem) => {
    const endpoint = await givenEndpoint();

    const end = await run(endpoint, pass(expression));

    expect([end.status, end.error]).toEqual(["FAILED", "States.QueryEvaluationError"]);
    expect(end.cause).toBe(cause(expression, problem));
  });

  it.each([
    ["100 terms", plus(100), 100],
    ["99 parentheses", nest("(", ")", 99), 1],
    ["31 calls", recurse(31), 31],
    ["a range of 873,782", "[1..873782] ~> $count()", 873_782],
    ["a $range of 360,145", "$count($range(1, 360145, 1))", 360_145],
    [
      "a text doubled 15 times",
      "($p := function($s, $n) { $n = 0 ? $s : $p($s & $s, $n - 1) }; $length($p('x', 15)))",
      32_768,
    ],
    ["an array of 200 paths", `$count([${Array.from({ length: 200 }, () => "$states.input.a").join(",")}])`, 200],
    ["a regular expression", String.raw`$match('a1', /[a-z](\d)/).groups[0]`, "1"],
    ["functions that an expression passes on", "$map(['a', 'b'], $hash)[0] ~> $length()", 64],
  ])("accepts %s, as AWS does", async (_, expression, expected) => {
    const endpoint = await givenEndpoint();

    expect(await run(endpoint, pass(expression), { a: 1 })).toMatchObject({ status: "SUCCEEDED", output: expected });
  });

  it("lets a task catch the error", async () => {
    const endpoint = await givenEndpoint();
    const Task = {
      Type: "Task",
      Resource: "arn:aws:lambda:eu-west-1:123456789012:function:f",
      Arguments: "{% $pad('a', 1e8) %}",
      Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "Caught" }],
      End: true,
    };
    const definition = { StartAt: "Task", States: { Task, Caught: { Type: "Succeed" } }, QueryLanguage: "JSONata" };

    expect((await run(endpoint, definition)).status).toBe("SUCCEEDED");
  });

  it("answers other requests while expressions run, and evaluates again after one was stopped", async () => {
    const endpoint = await givenEndpoint();
    const expression = String.raw`$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(a+)+$/)`;
    const stateMachineArn = await create(endpoint, pass(expression));
    const starts = [1, 2, 3].map(() => call(endpoint, "StartExecution", { stateMachineArn }));
    const arns = (await Promise.all(starts)).map(({ executionArn }) => executionArn ?? "");

    let longestMs = 0;
    for (let running = 3; running > 0;) {
      const before = performance.now();
      const reply = await call(endpoint, "ListExecutions", { stateMachineArn, statusFilter: "RUNNING" });
      longestMs = Math.max(longestMs, performance.now() - before);
      running = Array.isArray(reply["executions"]) ? reply["executions"].length : 0;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }

    // One evaluation alone blocks for more than a second.
    expect(longestMs).toBeLessThan(900);
    for (const arn of arns) expect((await waitForEnd(endpoint, arn)).cause).toBe(cause(expression, TIMEOUT));
    expect((await run(endpoint, pass("$match('a', /a/).match"))).output).toBe("a");
  });
});
