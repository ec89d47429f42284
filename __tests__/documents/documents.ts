import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import MarkdownIt from "markdown-it";

const ROOT = join(__dirname, "..", "..");

/** A file of the project, by its path from the root. */
export const readDocument = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** All Markdown pages, by their path from the root. */
export const DOCUMENTS: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...["docs", "examples", "packages", "sample-job"].flatMap(markdownIn),
];

function markdownIn(folder: string): string[] {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !file.includes("node_modules"))
    .map((file) => `${folder}/${file}`)
    .sort();
}

const markdown = new MarkdownIt({ html: true });

/** Tokens of a page, with the parts of each line of text as separate tokens. */
export const tokensOf = (text: string) =>
  markdown.parse(text, {}).flatMap((token) => (token.children === null ? [token] : [token, ...token.children]));
