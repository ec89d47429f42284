import { addTags, MAX_TAGS, removeTags } from "../src/tags";

const tooMany = (count: number): Error => new Error(`${count} tags`);
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, ""]));

it("adds tags and replaces the values of existing keys", () => {
  expect(addTags({ a: "1", b: "2" }, { b: "3", c: "4" }, tooMany)).toEqual({ a: "1", b: "3", c: "4" });
});

it("accepts the maximum number of tags and rejects one more", () => {
  expect(Object.keys(addTags(many(MAX_TAGS), { "key-0": "new" }, tooMany))).toHaveLength(MAX_TAGS);
  expect(() => addTags(many(MAX_TAGS), { another: "" }, tooMany)).toThrow("51 tags");
});

it("removes tags and ignores unknown keys", () => {
  expect(removeTags({ a: "1", b: "2" }, ["b", "unknown"])).toEqual({ a: "1" });
});
