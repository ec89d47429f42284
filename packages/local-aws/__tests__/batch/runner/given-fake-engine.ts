import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { z } from "zod";
import { createContainerEngine, type ContainerEngine } from "../../../src/batch/runner/container-engine";
import { removeContainer } from "../../../src/batch/runner/container-owner";

export const DOCKER_INFO = { NCPU: 2, Architecture: "x86_64", ServerVersion: "28.2.2" };

/** Behavior of the fake engine; see fake-engine.mjs. */
export interface FakeBehavior {
  readonly info?: unknown;
  readonly fail?: Readonly<Record<string, string>>;
  readonly hang?: readonly string[];
  readonly images?: Readonly<Record<string, string>>;
  readonly registry?: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  readonly oom?: boolean;
  readonly missesOutput?: boolean;
  readonly oomFile?: boolean;
}

export interface FakeEngine {
  readonly engine: ContainerEngine;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Replaces the behavior. */
  behave(behavior: FakeBehavior): void;
  /** Arguments of all calls of a subcommand. */
  calls(subcommand: string): string[][];
  /** Names of the containers that exist. */
  containers(): string[];
  /** Adds a container that another endpoint has left. */
  addContainer(name: string, labels: Readonly<Record<string, string>>): void;
  /** Secrets that `create` received in its environment. */
  secretsOf(name: string): unknown;
}

const folders: (() => Promise<void>)[] = [];

/** Removes the containers and the folders of all fake engines. Call it in afterEach. */
export async function removeFakeEngines(): Promise<void> {
  await Promise.all(folders.splice(0).map((remove) => remove()));
}

export function givenFakeEngine(behavior: FakeBehavior = {}): FakeEngine {
  const folder = mkdtempSync(join(tmpdir(), "fake-engine-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const name of ["docker", "podman"]) symlinkSync(join(__dirname, "fake-engine.mjs"), join(bin, name));
  const path = [bin, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
  const environment = { PATH: path, FAKE_ENGINE: folder };
  const engine = createContainerEngine({ name: "docker", environment });
  const behave = (next: FakeBehavior): void => {
    const complete = { info: DOCKER_INFO, images: { image: "amd64" }, ...next };
    writeFileSync(join(folder, "behavior.json"), JSON.stringify(complete));
  };
  behave(behavior);
  const containers = (): string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".container"))
      .map((name) => name.slice(0, -".container".length));
  folders.push(async () => {
    behave({});
    for (const name of containers()) await removeContainer(engine, name);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    engine,
    environment,
    behave,
    containers,
    calls: (subcommand) => {
      const file = join(folder, "calls.jsonl");
      const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
      return lines
        .filter((line) => line !== "")
        .map((line) => z.array(z.string()).parse(JSON.parse(line)))
        .filter(([first]) => first === subcommand);
    },
    addContainer: (name, labels) => {
      writeFileSync(join(folder, `${name}.container`), JSON.stringify({ command: [], labels, state: {} }));
    },
    secretsOf: (name) =>
      z.object({ secrets: z.unknown() }).parse(JSON.parse(readFileSync(join(folder, `${name}.container`), "utf8")))
        .secrets,
  };
}
