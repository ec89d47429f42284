import { element } from "../dom/element";
import type { Page } from "../page-context";

export const notFoundPage: Page = (main) => {
  main.append(
    element("h1", {}, "Page not found"),
    element("p", {}, element("a", { href: "/executions" }, "View all executions")),
  );
  return { title: "Not found", dispose: () => undefined };
};
