import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const ROOT = join(__dirname, "..", "..", "..");
const START_LIMIT_MS = 120_000;

export interface Registry {
  readonly url: string;
  /** Variables with which npm uses the registry, an empty cache of its own and no other settings. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

/**
 * Starts verdaccio on a free port. Packages that were published to it come from it, and all others from the
 * registry of this machine.
 * @param own - names of the packages that never come from another registry
 */
export async function startRegistry(own: readonly string[]): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), "registry-"));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}/`;
  const upstream = execFileSync("npm", ["config", "get", "registry"], { cwd: tmpdir(), encoding: "utf8" }).trim();
  writeFileSync(join(folder, "config.yaml"), renderConfig(folder, upstream, own));
  const installer = join(ROOT, "tools", "install-packages.mjs");
  const tools = execFileSync(process.execPath, [installer, "release"], { encoding: "utf8" }).trim();
  const server = spawn(
    process.execPath,
    [
      join(tools, "node_modules", "verdaccio", "bin", "verdaccio"),
      ...["--config", join(folder, "config.yaml"), "--listen", `127.0.0.1:${port}`],
    ],
    { cwd: folder, stdio: "ignore" },
  );
  const close = (): void => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitForPing(`${url}-/ping`, () => server.exitCode);
  } catch (error) {
    close();
    throw error;
  }
  const settings = join(folder, "npmrc");
  // npm publishes only with a token; the registry accepts any.
  writeFileSync(settings, `//127.0.0.1:${port}/:_authToken=none\n`);
  const environment = {
    NPM_CONFIG_REGISTRY: url,
    NPM_CONFIG_USERCONFIG: settings,
    NPM_CONFIG_CACHE: join(folder, "cache"),
    NPM_CONFIG_AUDIT: "false",
    NPM_CONFIG_FUND: "false",
    NPM_CONFIG_UPDATE_NOTIFIER: "false",
  };
  mkdirSync(environment.NPM_CONFIG_CACHE);
  return { url, environment, close };
}

/** @see https://verdaccio.org/docs/configuration */
function renderConfig(folder: string, upstream: string, own: readonly string[]): string {
  const everyone = { access: "$all", publish: "$all" };
  return JSON.stringify({
    storage: join(folder, "storage"),
    auth: {},
    uplinks: { upstream: { url: upstream } },
    packages: {
      ...Object.fromEntries(own.map((name) => [name, everyone])),
      "**": { access: "$all", proxy: "upstream" },
    },
    log: { type: "stdout", level: "error" },
    publish: { allow_offline: true },
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = z.object({ port: z.number() }).parse(server.address());
      server.close(() => {
        resolve(port);
      });
    });
  });
}

async function waitForPing(url: string, findExitCode: () => number | null): Promise<void> {
  const endMs = Date.now() + START_LIMIT_MS;
  for (;;) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    if (findExitCode() !== null) throw new Error(`verdaccio ended with exit code ${String(findExitCode())}`);
    if (Date.now() > endMs) throw new Error(`verdaccio does not answer at ${url} after ${START_LIMIT_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
