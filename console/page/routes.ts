/** Page for an address. */
export type Route =
  | { readonly page: "stateMachine" | "list" | "notFound" }
  | { readonly page: "new"; readonly like: string | undefined }
  | { readonly page: "execution"; readonly name: string };

/** @param search - query string; `?like=NAME` copies the input of that execution into the form */
export function findRoute(path: string, search = ""): Route {
  if (path === "/state-machine") return { page: "stateMachine" };
  if (path === "/new") return { page: "new", like: new URLSearchParams(search).get("like") ?? undefined };
  if (path === "/" || path === "/executions") return { page: "list" };
  const [, encodedName] = /^\/executions\/([^/]+)$/.exec(path) ?? [];
  const name = encodedName === undefined ? undefined : decode(encodedName);
  return name === undefined ? { page: "notFound" } : { page: "execution", name };
}

export const executionAddress = (name: string): string => `/executions/${encodeURIComponent(name)}`;

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
