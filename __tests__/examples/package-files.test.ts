import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { tokensOf } from "../documents/documents";

const ROOT = join(__dirname, "..", "..");

/** Returns the files that `npm pack` would include; the builds need not exist. */
function packedFiles(): readonly string[] {
  const { stdout } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const [{ files }] = z.tuple([z.object({ files: z.array(z.object({ path: z.string() })) })]).parse(JSON.parse(stdout));
  return files.map(({ path }) => path);
}

/** Returns the files that a page links to or shows, by their paths from the root. */
function linkedFiles(page: string): string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  const links = tokensOf(text).flatMap(({ type, content, attrs }) => [
    ...(type.startsWith("html_")
      ? [...content.matchAll(/\b(?:href|src|srcset)="([^"]+)"/g)].map(([, url]) => url)
      : []),
    ...(attrs ?? []).filter(([name]) => name === "href" || name === "src").map(([, url]) => url),
  ]);
  return links
    .map((url) => decodeURI(String(url ?? "")).split("#")[0] ?? "")
    .filter((url) => url !== "" && !/^[a-z]+:/.test(url))
    .map((url) => relative(ROOT, join(ROOT, dirname(page), url)));
}

describe("npm package", () => {
  it("contains every file that its pages link to; add missing ones to files in package.json", () => {
    const files = packedFiles();

    const pages = files.filter((file) => file.endsWith(".md"));
    const missing = pages.flatMap((page) =>
      linkedFiles(page)
        .filter((file) => !files.some((packed) => packed === file || packed.startsWith(`${file}/`)))
        .map((file) => `${page} -> ${file}`),
    );
    expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/constructs.md", "examples/own-queue/README.md"]));
    expect(missing).toEqual([]);
  });
});
