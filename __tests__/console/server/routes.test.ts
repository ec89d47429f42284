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

  /** Starts an execution and reads its stream, so that the server knows its history and its log. */
  async function startStreamed(name: string, jobName: string) {
    await start(name, givenInput(jobName));
    const hangUp = new AbortController();
    const response = await given.ask(`/api/executions/${name}/stream`, { signal: hangUp.signal });
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let text = "";
    return {
      text: () => text,
      until: async (wanted: string): Promise<void> => {
        while (!text.includes(wanted)) {
          const chunk: unknown = (await reader?.read())?.value;
          if (!(chunk instanceof Uint8Array)) throw new Error(`the stream ended without ${wanted}`);
          text += decoder.decode(chunk, { stream: true });
        }
        hangUp.abort();
      },
    };
  }

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

  it("lists executions by status, with job name and error", async () => {
    await start("listed", givenInput("failing"));
    await untilStatus("listed", "FAILED");

    expect(await get("/api/executions?status=FAILED")).toEqual({
      executions: [
        expect.objectContaining({
          name: "listed",
          status: "FAILED",
          closedAt: matching(/^\d{4}-.*Z$/),
          details: { jobName: "failing", error: "BatchJob.UserError", reason: "exit code 3" },
        }),
      ],
      hasMore: false,
      nowMs: anyNumber(),
    });
  });

  it("lists running executions first, and as many others as requested", async () => {
    await start("oldest", givenInput("endless"));
    await Promise.all(Array.from({ length: 51 }, (_, index) => start(`many-${index}`)));
    await Promise.all(Array.from({ length: 51 }, (_, index) => untilStatus(`many-${index}`, "SUCCEEDED")));

    const first = await get("/api/executions");
    const all = await get("/api/executions?count=500");

    expect(first).toMatchObject({ executions: arrayWith({ name: "oldest", status: "RUNNING" }), hasMore: true });
    expect(JSON.stringify(first)).toMatch(/^\{"executions":\[\{"name":"oldest"/);
    expect(JSON.stringify(first)).not.toContain('"name":"listed"');
    expect(all).toMatchObject({ executions: arrayWith({ name: "listed" }), hasMore: false });
    expect(JSON.stringify(all).match(/"name":"oldest"/g)).toHaveLength(1);
  });

  it("stops an execution", async () => {
    await start("stopped", givenInput("endless"));

    const response = await given.post("/api/executions/stopped/stop", { reason: "wrong input" });

    expect(await response.json()).toEqual({ status: "ABORTED" });
  });

  it("describes the job of a stopped execution until it has ended", async () => {
    const execution = await startStreamed("fate", "endless");
    await given.post("/api/executions/fate/stop", { reason: "wrong input" });
    await execution.until('"ExecutionAborted"');

    const fate = async (): Promise<string> => JSON.stringify(await get("/api/executions/fate/job"));
    const until = async (): Promise<string> => {
      for (;;) {
        const job = await fate();
        if (job.includes('"status":"FAILED"')) return job;
      }
    };

    expect(JSON.parse(await until())).toMatchObject({
      job: { jobName: "endless", category: "Terminated", statusReason: matching(/^ABORTED of execution /) },
    });
    const report = await (await given.ask("/api/executions/fate/report")).text();
    expect(report).toContain("Its job was terminated");
  });

  it("describes no job while the execution is running", async () => {
    expect(await get("/api/executions/oldest/job")).toEqual({ job: null });
  });

  it("returns earlier lines of the log, and the whole log as a file", async () => {
    const execution = await startStreamed("logged", "my-job");
    await execution.until('"the last line"');
    const [, atMs = "0"] = /"atMs":(\d+),"text":"the last line"/.exec(execution.text()) ?? [];

    const earlier = await get(`/api/executions/logged/log?before=${atMs}&known=1`);
    const file = await given.ask("/api/executions/logged/log.txt");

    expect(earlier).toMatchObject({ entries: arrayWith({ text: "the first line" }), hasMore: false });
    expect(file.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''logged.log");
    expect(await file.text()).toMatch(/^\d{4}-\S+Z the first line\n\d{4}-\S+Z the last line\n$/);
    expect((await given.ask("/api/executions/logged/log?before=x&known=1")).status).toBe(400);
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
