import { closeAll } from "../src/close-all";

/** Closers that record their names when they are done. Those in `failing` then reject. */
function givenClosers(names: readonly string[], failing: readonly string[]) {
  const done: string[] = [];
  const closers = names.map((name) => async () => {
    await Promise.resolve();
    done.push(name);
    if (failing.includes(name)) throw new Error(`${name} failed`);
  });
  return { done, closers };
}

it("runs closers in the given order", async () => {
  const { done, closers } = givenClosers(["a", "b", "c"], []);

  await expect(closeAll(closers)).resolves.toBeUndefined();

  expect(done).toEqual(["a", "b", "c"]);
});

it("runs all closers if some fail, then throws the first failure", async () => {
  const { done, closers } = givenClosers(["a", "b", "c", "d"], ["b", "c"]);

  await expect(closeAll(closers)).rejects.toThrow("b failed");

  expect(done).toEqual(["a", "b", "c", "d"]);
});
