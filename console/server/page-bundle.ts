import { join } from "node:path";
import { build } from "esbuild";

/** Script and stylesheet of the page. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

/**
 * Bundles the page at startup, in a fraction of a second. No separate build step is required.
 * @throws Error with esbuild's messages
 */
export async function bundlePage(): Promise<PageBundle> {
  const { outputFiles } = await build({
    entryPoints: { page: join(__dirname, "..", "page", "main.ts") },
    outdir: "/",
    bundle: true,
    minify: true,
    platform: "browser",
    target: "es2022",
    format: "iife",
    charset: "utf8",
    logLevel: "silent",
    write: false,
  });
  const find = (extension: string): string => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  return { script: find(".js"), style: find(".css") };
}
