import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import sampleInput from "../../../sample-job/execution-input.json";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";
import { anyNumber, arrayWith, containing, matching } from "../../../testing/matchers";

describe("the API of the console server", () => {
  let app: SynthesizedApp;
  let given: GivenConsole;
  beforeAll(async () => {
    app = await givenApp();
    given = await givenConsole(app.path);
  }, 120_000);
  afterAll(async () => {
    await given.close();
    await app.remove();
  });

  const get = async (path: string): Promise<unknown> => (await given.ask(path)).json();
  const start = (name: string, input = givenInput("my-job")): Promise<Response> =>
    given.post("/api/executions", { name, input });
  const untilStatus = async (name: string, status: string): Promise<unknown> => {
    for (;;) {
      const execution = await get(`/api/executions/${name}`);
      if (JSON.stringify(execution).includes(`"status":"${status}"`)) return execution;
    }
  };

  it("describes the state machine", async () => {
    expect(await get("/api/state-machine")).toMatchObject({
      name: "job-status-poller-dev",
      region: "us-east-1",
      isLocal: true,
      speed: 1_000,
      sampleInput,
      definition: containing('"Submit Job"'),
      consoleUrl: null,
    });
  });

  it("starts an execution with the given name, and describes it", async () => {
    const response = await start("named");

    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ name: "named" });
    expect(await untilStatus("named", "SUCCEEDED")).toMatchObject({
      name: "named",
      input: givenInput("my-job"),
      definition: containing('"Submit Job"'),
    });
  });

  it("generates a name if none is given", async () => {
    expect(await (await start("")).json()).toEqual({ name: matching(/^[0-9a-f-]{36}$/) });
  });

  it.each([
    ["a name with a space", "a b", givenInput("x"), { field: "name", path: null, message: /may hold only/ }],
    ["a name that is too long", "x".repeat(81), givenInput("x"), { field: "name", path: null, message: /1 to 80/ }],
    ["an empty input", "", " ", { field: "input", path: null, message: /the input is empty/ }],
    [
      "an input that is not JSON",
      "",
      '{"a": }',
      { field: "input", path: null, message: /the input is not JSON: a value is missing at line 1, column 7/ },
    ],
    ["an input that is no object", "", "[]", { field: "input", path: null, message: /must be a JSON object/ }],
    [
      "a wrong field",
      "",
      givenInput("x", { wait_time: 0 }),
      { field: "input", path: "wait_time", message: /^wait_time must / },
    ],
    [
      "a wrong field of a field",
      "",
      givenInput("x", { retryStrategy: { attempts: 11 } }),
      { field: "input", path: "retryStrategy.attempts", message: /attempts must / },
    ],
    [
      "an unknown field",
      "",
      givenInput("x", { waittime: 1 }),
      { field: "input", path: "waittime", message: /did you mean wait_time/ },
    ],
  ])("rejects %s, and names the field", async (_what, name, input, problem) => {
    const response = await given.post("/api/executions", { name, input });

    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      problems: [{ ...problem, message: matching(problem.message) }],
    });
  });

  it("reports all problems at once", async () => {
    const response = await given.post("/api/executions", { name: "a b", input: "{}" });

    expect(await response.json()).toMatchObject({
      problems: [{ field: "name" }, { path: "jobName" }, { path: "jobDefinition" }, { path: "jobQueue" }],
    });
  });

  it("rejects a name that is already in use", async () => {
    await start("taken");

    const response = await start("taken", givenInput("another"));

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      problems: [{ field: "name", message: matching(/^execution name taken is already in use/) }],
    });
  });

  it("lists executions, by status and in pages", async () => {
    await start("listed", givenInput("failing"));
    await untilStatus("listed", "FAILED");

    expect(await get("/api/executions?status=FAILED")).toEqual({
      executions: [expect.objectContaining({ name: "listed", status: "FAILED", closedAt: matching(/^\d{4}-.*Z$/) })],
      nextToken: null,
      nowMs: anyNumber(),
    });
  });

  it("returns a token for the next page if there are more than 50 executions", async () => {
    await Promise.all(Array.from({ length: 51 }, (_, index) => start(`many-${index}`)));

    const first = JSON.stringify(await get("/api/executions"));
    const token = /"nextToken":"([^"]+)"/.exec(first)?.[1] ?? "";
    const second = await get(`/api/executions?nextToken=${encodeURIComponent(token)}`);

    expect(token).not.toBe("");
    expect(second).toMatchObject({ executions: arrayWith({ name: "listed" }) });
  });

  it("stops an execution", async () => {
    await start("stopped", givenInput("endless"));

    const response = await given.post("/api/executions/stopped/stop", { reason: "wrong input" });

    expect(await response.json()).toEqual({ status: "ABORTED" });
  });

  it("returns the report as an attachment", async () => {
    await start("reported", givenInput("failing"));
    await untilStatus("reported", "FAILED");

    const response = await given.ask("/api/executions/reported/report");

    expect(response.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''reported.html");
    expect(await response.text()).toContain("BatchJob.UserError");
  });

  it.each(["", "/report"])("returns 404 for a missing execution: %s", async (part) => {
    const response = await given.ask(`/api/executions/missing${part}`);

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: containing("ExecutionDoesNotExist") });
  });

  it.each(["a%2Fb", "a%3Ab", "%E0%A4%A", "x".repeat(81)])("rejects the invalid name %s", async (name) => {
    expect((await given.ask(`/api/executions/${name}`)).status).toBe(400);
  });
});
