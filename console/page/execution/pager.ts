import { button, element } from "../dom/element";

/** Rows on a page of the history. */
export const PAGE_ROWS = 100;

type Place = number | "newest";

/**
 * Creates the page controls for a list that grows at its end. The newest page stays selected while the list grows.
 */
export function createPager(changed: () => void) {
  let place: Place = "newest";
  let lastPage = 0;
  const current = (): number => (place === "newest" ? lastPage : Math.min(place, lastPage));
  const go = (to: Place): void => {
    place = to;
    changed();
  };
  const text = element("span", { role: "status" });
  const buttons = {
    first: button("First", "plain", () => {
      go(0);
    }),
    previous: button("Previous", "plain", () => {
      go(Math.max(0, current() - 1));
    }),
    next: button("Next", "plain", () => {
      go(current() + 1 >= lastPage ? "newest" : current() + 1);
    }),
    newest: button("Newest", "plain", () => {
      go("newest");
    }),
  };
  const { first, previous, next, newest } = buttons;
  const controls = element("div", { class: "pager" }, first, previous, text, next, newest);
  return {
    element: controls,
    goTo: (to: Place): void => {
      place = to;
    },
    /** @returns index of the first row to show */
    update: (count: number, noun: string): number => {
      lastPage = Math.max(0, Math.ceil(count / PAGE_ROWS) - 1);
      const page = current();
      const from = page * PAGE_ROWS;
      const format = (value: number): string => value.toLocaleString("en-US");
      const shown = `${noun} ${format(Math.min(from + 1, count))}–${format(Math.min(from + PAGE_ROWS, count))} of ${format(count)}`;
      if (text.textContent !== shown) text.textContent = shown;
      for (const each of [first, previous]) each.disabled = page === 0;
      for (const each of [next, newest]) each.disabled = page === lastPage;
      for (const each of Object.values(buttons)) each.hidden = lastPage === 0;
      return from;
    },
  };
}
