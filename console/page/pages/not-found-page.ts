import { element } from "../dom/element";
import type { Page } from "../page-context";

export const notFoundPage: Page = (main) => {
  main.append(
    element("h1", {}, "There is no such page"),
    element("p", {}, element("a", { href: "/executions" }, "All executions")),
  );
  return { title: "Not found", leave: () => undefined };
};
