import { z } from "zod";
import { describeIssue, listUnknownMembers } from "../src/describe-issue";

const schema = z.strictObject({
  text: z.string().min(2).max(3).optional(),
  list: z.array(z.number()).min(1).optional(),
  count: z.int().min(1).max(9).optional(),
  kind: z.enum(["A", "B"]).optional(),
  pattern: z.string().regex(/^x/).optional(),
  date: z.date().optional(),
  required: z.string(),
  nested: z.strictObject({}).optional(),
});

const messagesOf = (input: object): string[] =>
  schema.safeParse({ required: "r", ...input }, { error: describeIssue }).error?.issues.map(({ message }) => message) ??
  [];

it.each([
  [{ required: undefined }, "is required"],
  [{ text: 1 }, "must be a string"],
  [{ date: 1 }, "must be of type date"],
  [{ list: {} }, "must be a list"],
  [{ count: 1.5 }, "must be a whole number"],
  [{ kind: "C" }, "must be one of A, B"],
  [{ text: "a" }, "must have a length of at least 2"],
  [{ text: "abcd" }, "must have a length of at most 3"],
  [{ list: [] }, "must have a number of members of at least 1"],
  [{ count: 10 }, "must be at most 9"],
  [{ pattern: "y" }, "is not valid"],
  [{ other: 1 }, "does not support other"],
])("describes %j without the text of the validator", (input, expected) => {
  expect(messagesOf(input)).toEqual([expected]);
});

it("lists unknown members with their path", () => {
  const { error } = schema.safeParse({ required: 1, one: 1, nested: { two: 2 } });

  expect(error === undefined ? [] : listUnknownMembers(error).sort()).toEqual(["nested.two", "one"]);
});
