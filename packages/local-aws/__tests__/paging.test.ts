import { takeNewestFirst, takePage, type Page } from "../src/paging";

const invalidToken = (token: string): Error => new Error(`invalid ${token}`);
const request = (size: number, nextToken?: string) => ({ size, nextToken, invalidToken });

/** Returns the items of all pages, page by page. */
function readPages<Item>(read: (nextToken: string | undefined) => Page<Item>): Item[][] {
  const pages: Item[][] = [];
  let nextToken: string | undefined;
  do {
    const page = read(nextToken);
    pages.push(page.items);
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return pages;
}

it.each([
  [2, [[1, 2], [3, 4], [5]]],
  [5, [[1, 2, 3, 4, 5]]],
  [9, [[1, 2, 3, 4, 5]]],
])("returns a list in pages of at most %d items", (size, pages) => {
  expect(readPages((nextToken) => takePage([1, 2, 3, 4, 5], request(size, nextToken)))).toEqual(pages);
});

it("returns an empty page of an empty list", () => {
  expect(takePage([], request(2))).toEqual({ items: [], nextToken: undefined });
});

it("does not repeat or skip items when newer ones are added between two pages", () => {
  const sequences = [1, 2, 3, 4];
  const select = (before: number) => sequences.filter((sequence) => sequence < before).reverse();

  const pages = readPages((nextToken) => {
    const page = takeNewestFirst(select, (sequence) => sequence, request(3, nextToken));
    sequences.push(sequences.length + 1);
    return page;
  });

  expect(pages).toEqual([[4, 3, 2], [1]]);
});

it.each(["4", "nonsense", ""])("rejects the token %j, which no page returned", (token) => {
  expect(() => takePage([1, 2], request(1, token))).toThrow(`invalid ${token}`);
});
