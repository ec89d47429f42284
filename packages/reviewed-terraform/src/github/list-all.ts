import type { Github, GithubParameters } from "./github";
import * as z from "zod";

const PAGE_SIZE = 100;
/** Maximum number of pages: 5,000 entries, which takes up to a minute. */
const MAX_PAGES = 50;

/** Fetches every page of a list. @param listOf - extracts the list from a reply with more fields */
export async function listAll<T>(
  github: Github,
  route: string,
  parameters: GithubParameters,
  schema: z.ZodType<T>,
  listOf: (reply: unknown) => unknown = (reply) => reply,
): Promise<T[]> {
  const found: T[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const reply = listOf(await github.request(route, { ...parameters, per_page: PAGE_SIZE, page }));
    const entries = z.array(schema).parse(reply);
    found.push(...entries);
    if (entries.length < PAGE_SIZE) break;
  }
  return found;
}
