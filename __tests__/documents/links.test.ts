import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { DOCUMENTS, readDocument, tokensOf } from "./documents";

const root = join(__dirname, "..", "..");

interface Link {
  /** Document it stands in. */
  readonly from: string;
  readonly href: string;
}

/** Links and pictures of Markdown, and of the HTML that GitHub shows within it. */
function linksOf(from: string, text: string): Link[] {
  return tokensOf(text).flatMap(({ type, content, attrs }) => {
    const inHtml = type.startsWith("html_") ? [...content.matchAll(/\b(?:href|src|srcset)="([^"]+)"/g)] : [];
    const inMarkdown = (attrs ?? [])
      .filter(([name]) => name === "href" || name === "src")
      .map(([, value]) => String(value));
    return [...inMarkdown, ...inHtml.map(([, href = ""]) => href)].map((href) => ({ from, href: decodeURI(href) }));
  });
}

/** Anchors of a page's headings, as GitHub generates them (GitHub Docs, "Section links"). */
function anchorsOf(text: string): string[] {
  const tokens = tokensOf(text);
  const headings = tokens.filter((_, index) => tokens[index - 1]?.type === "heading_open");
  const slugs = headings.map(({ content }) =>
    content
      .replaceAll(/\]\([^)]*\)/g, "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
  return slugs.map((slug, index) => {
    const earlier = slugs.slice(0, index).filter((one) => one === slug).length;
    return earlier === 0 ? slug : `${slug}-${String(earlier)}`;
  });
}

const links = DOCUMENTS.flatMap((document) => linksOf(document, readDocument(document)));
const within = links.filter(({ href }) => !/^[a-z]+:/.test(href));

/** Problem of a link to a file or heading of this project. */
function problemOf({ from, href }: Link): string[] {
  const [path = "", anchor] = href.split("#");
  const target = path === "" ? from : relative(root, join(root, dirname(from), path));
  if (!existsSync(join(root, target)) || target.startsWith("..")) return [`${from}: no file ${href}`];
  if (anchor === undefined || !target.endsWith(".md")) return [];
  return anchorsOf(readDocument(target)).includes(anchor) ? [] : [`${from}: no heading ${href}`];
}

it("links to files and headings that exist", () => {
  expect(within.length).toBeGreaterThan(50);
  expect(within.flatMap(problemOf)).toEqual([]);
});

it("finds a file and a heading that do not exist", () => {
  const page = '# A `b`, c\n\n[x](nowhere.md) ![y](LICENSE) [z](#a-b-c) [w](#a-b)\n\n<img src="docs/no.svg">';

  expect(linksOf("README.md", page).map(({ href }) => href)).toEqual([
    "nowhere.md",
    "LICENSE",
    "#a-b-c",
    "#a-b",
    "docs/no.svg",
  ]);
  expect(anchorsOf(`${page}\n\n# A b c`)).toEqual(["a-b-c", "a-b-c-1"]);
  expect(linksOf("README.md", page).flatMap(problemOf).length).toBeGreaterThan(2);
});

it("reaches every document from the README", () => {
  const reached = new Set(["README.md"]);
  for (const from of reached)
    for (const { href } of within.filter((link) => link.from === from)) {
      const target = relative(root, join(root, dirname(from), href.split("#")[0] ?? ""));
      if (target.endsWith(".md")) reached.add(target);
    }

  expect(DOCUMENTS.filter((document) => !reached.has(document))).toEqual([]);
});

it("lists every page of docs/ in its index", () => {
  const index = "docs/README.md";
  const listed = within.filter(({ from }) => from === index).map(({ href }) => join(dirname(index), href));

  const pages = DOCUMENTS.filter((document) => document.startsWith("docs/") && document !== index);
  expect(pages.filter((page) => !listed.includes(page))).toEqual([]);
});

it("links to the world by https alone", () => {
  const others = links.filter(({ href }) => /^[a-z]+:/.test(href) && !href.startsWith("https://"));

  expect(others).toEqual([]);
});
