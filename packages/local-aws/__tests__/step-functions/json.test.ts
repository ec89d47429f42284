import { isSameJson, jsonText, parseJson, toJson } from "../../src/step-functions/json/json";
import { closeEndpoints, givenEndpoint, single, create } from "./fixtures";

afterEach(closeEndpoints);

describe("isSameJson", () => {
  it.each([
    [1, 1, true],
    [1, "1", false],
    [null, {}, false],
    [[1, [2]], [1, [2]], true],
    [[1], [1, 2], false],
    [[1], { 0: 1 }, false],
    [{ a: 1, b: null }, { b: null, a: 1 }, true],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: null }, { b: null }, false],
    [{ a: 1 }, { a: 1, b: 1 }, false],
  ])("compares %j and %j as %s", (left, right, expected) => {
    expect(isSameJson(left, right)).toBe(expected);
    expect(isSameJson(right, left)).toBe(expected);
  });
});

describe("JSON", () => {
  it("converts undefined to null and omits undefined members", () => {
    expect(toJson(undefined)).toBeNull();
    expect(toJson({ a: undefined, b: new Date(0) })).toEqual({ b: "1970-01-01T00:00:00.000Z" });
  });

  it("renders a document without spaces and caches the text", () => {
    const document = parseJson('{ "a": [1, 2] }');

    expect(jsonText(document)).toBe('{"a":[1,2]}');
    expect(jsonText(document)).toBe('{"a":[1,2]}');
    expect(jsonText("x")).toBe('"x"');
  });

  it("rejects truncated JSON", () => {
    expect(() => parseJson("{")).toThrow(SyntaxError);
  });
});

describe("a port in use", () => {
  it("names the port and how to continue", async () => {
    const first = await givenEndpoint();
    const port = Number(new URL(first.url).port);

    await expect(givenEndpoint({}, { port })).rejects.toThrow(
      `port ${port} for the Step Functions endpoint is in use; stop the process that listens on it or choose another port`,
    );
    expect(await create(first, single({ Type: "Pass" }))).toContain("stateMachine:machine");
  });
});
