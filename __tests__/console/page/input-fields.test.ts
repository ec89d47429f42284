import { findCure } from "../../../console/page/find-cure";
import { formatInput, INPUT_FIELDS, MEMORY, parseInput, type Input } from "../../../console/page/input-fields";

const field = (label: string) => {
  const found = INPUT_FIELDS.find((each) => each.label === label);
  if (found === undefined) throw new Error(`no field ${label}`);
  return found;
};
const FULL: Input = {
  jobName: "a",
  wait_time: 60,
  tags: { owner: "me" },
  containerOverrides: {
    command: ["run", "--fast"],
    environment: [{ name: "A", value: "b=c" }],
    resourceRequirements: [
      { type: "GPU", value: "1" },
      { type: "MEMORY", value: "2048" },
    ],
  },
};

describe("the fields of an input", () => {
  it.each([
    ["Job name", "a"],
    ["wait_time (s)", "60"],
    ["Command", "run\n--fast"],
    ["Environment variables", "A=b=c"],
    ["Memory (MiB)", "2048"],
    ["vCPUs", ""],
    ["run_timeout (s)", ""],
  ])("reads %s", (label, text) => {
    expect(field(label).read(FULL)).toBe(text);
  });

  it.each([
    ["Job name", "b", { ...FULL, jobName: "b" }],
    ["wait_time (s)", "5", { ...FULL, wait_time: 5 }],
    ["wait_time (s)", "soon", { ...FULL, wait_time: "soon" }],
    ["wait_time (s)", "", { ...FULL, wait_time: undefined }],
  ])("writes %s: %j", (label, text, expected) => {
    expect(field(label).write(FULL, text)).toEqual(expected);
  });

  it("writes overrides next to the others, and removes empty ones", () => {
    const written = [
      ["Command", "x\ny"],
      ["Environment variables", "A=1\nB="],
      ["vCPUs", "2"],
    ].reduce<Input>((input, [label = "", text = ""]) => field(label).write(input, text), FULL);

    expect(written["containerOverrides"]).toEqual({
      command: ["x", "y"],
      environment: [
        { name: "A", value: "1" },
        { name: "B", value: "" },
      ],
      resourceRequirements: [
        { type: "GPU", value: "1" },
        { type: "MEMORY", value: "2048" },
        { type: "VCPU", value: "2" },
      ],
    });
    expect(MEMORY.write({ containerOverrides: {} }, "")).toEqual({});
    expect(["Command", "Environment variables"].map((label) => field(label).write({}, ""))).toEqual([{}, {}]);
  });

  it("returns each value unchanged when it is read and written", () => {
    for (const each of INPUT_FIELDS.filter(({ read }) => read(FULL) !== ""))
      expect(each.write(FULL, each.read(FULL))).toEqual(FULL);
  });
});

describe("parseInput", () => {
  it.each(["[]", "1", "null", "{", ""])("returns undefined for %j", (text) => {
    expect(parseInput(text)).toBeUndefined();
  });

  it("parses an object", () => {
    expect(parseInput(formatInput(FULL))).toEqual(FULL);
  });
});

describe("findCure", () => {
  it("doubles the memory after OutOfMemory", () => {
    const cure = findCure("BatchJob.OutOfMemory", FULL);

    expect(cure && MEMORY.read(cure.input)).toBe("4096");
    expect(cure?.note).toBe("Memory was increased from 2048 to 4096 MiB, because the last execution exceeded it.");
  });

  it("asks for the memory if the job definition has it", () => {
    expect(findCure("BatchJob.OutOfMemory", { jobName: "a" })).toEqual({
      input: { jobName: "a" },
      note: "The last execution exceeded the memory of its job definition. Enter more memory below.",
    });
  });

  it.each([
    ["BatchJob.RunTimeout", "run_timeout"],
    ["BatchJob.QueueTimeout", "queue_timeout"],
    ["BatchJob.OverallTimeout", "overall_timeout"],
  ])("doubles the timeout after %s", (error, name) => {
    expect(findCure(error, { [name]: 60 })).toMatchObject({ input: { [name]: 120 } });
    expect(findCure(error, {})).toBeUndefined();
  });

  it.each([null, "BatchJob.UserError"])("returns undefined for %s", (error) => {
    expect(findCure(error, FULL)).toBeUndefined();
  });
});
