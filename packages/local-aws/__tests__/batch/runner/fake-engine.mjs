#!/usr/bin/env node
/**
 * Replaces the command line of Docker. A container is a process on this machine. FAKE_ENGINE is a folder with one
 * JSON file per container, and with the file `behavior.json`:
 * - info: output of `info`; fail: subcommands that fail, with their message; hang: subcommands that never end
 * - missesOutput: whether `start` prints nothing, as if it attached after the end
 * - images: architectures of the images by name; oom: whether containers run out of memory
 */
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.FAKE_ENGINE;
const behavior = JSON.parse(readFileSync(join(folder, "behavior.json"), "utf8"));
const args = process.argv.slice(2);
const subcommand = args[0];
const last = args.at(-1);
appendFileSync(join(folder, "calls.jsonl"), `${JSON.stringify(args)}\n`);

const file = (name) => join(folder, `${name}.container`);
const read = (name) => JSON.parse(readFileSync(file(name), "utf8"));
const write = (name, container) => writeFileSync(file(name), JSON.stringify(container));
const fail = (message, exitCode = 1) => {
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
};
const signal = (name, kind) => {
  const { processId } = read(name);
  if (processId === undefined) return;
  try {
    // When the first process of a container is killed, all others are.
    process.kill(kind === "SIGKILL" ? -processId : processId, kind);
  } catch {
    // It has ended.
  }
};

const subcommands = {
  info: () => process.stdout.write(JSON.stringify(behavior.info)),
  image: () => {
    const architecture = behavior.images[last];
    if (architecture === undefined) fail(`Error response from daemon: No such image: ${last}`);
    process.stdout.write(JSON.stringify([{ Architecture: architecture, Config: { StopSignal: behavior.stopSignal } }]));
  },
  pull: () => {
    if (behavior.registry?.[last] === undefined)
      fail(`Using default tag\nError response from daemon: pull access denied for ${last}`);
    behavior.images[last] = behavior.registry[last];
    writeFileSync(join(folder, "behavior.json"), JSON.stringify(behavior));
  },
  create: () => {
    const name = args[args.indexOf("--name") + 1];
    const labels = Object.fromEntries(
      args.flatMap((arg, index) => (args[index - 1] === "--label" ? [arg.split("=")] : [])),
    );
    const command = args.slice(args.indexOf("--") + 2);
    const secrets = { GIVEN: process.env.GIVEN };
    write(name, { command, labels, secrets, state: state({}) });
    process.stdout.write(`${name}\n`);
  },
  start: () => {
    const container = read(last);
    const log = join(folder, `${last}.log`);
    const child = spawn(container.command[0] ?? "true", container.command.slice(1), {
      stdio: behavior.missesOutput === true ? ["ignore", openSync(log, "a"), openSync(log, "a")] : "inherit",
      detached: true,
    });
    child.once("error", () => {
      write(last, { ...container, state: state({ Error: `exec: "${container.command[0]}": not found` }) });
      fail("Error response from daemon: failed to start");
    });
    if (child.pid === undefined) return;
    const started = { StartedAt: "2026-01-01T00:00:00Z" };
    write(last, { ...container, processId: child.pid, state: state({ ...started, Running: true }) });
    child.once("close", (code, kind) => {
      const exitCode = code ?? 128 + { SIGKILL: 9, SIGTERM: 15, SIGINT: 2 }[kind];
      if (existsSync(file(last)))
        write(last, {
          ...container,
          state: state({ ...started, ExitCode: exitCode, OOMKilled: behavior.oom === true }),
        });
      if (behavior.oomFile === true) writeFileSync("oom", "");
      process.exit(exitCode);
    });
  },
  container: () => {
    if (!existsSync(file(last))) fail(`Error: No such container: ${last}`);
    const { state: current, labels } = read(last);
    process.stdout.write(JSON.stringify(args.includes("{{json .State}}") ? current : labels));
  },
  logs: () => {
    const log = join(folder, `${last}.log`);
    // Docker's `logs` prints standard error on standard error.
    if (existsSync(log)) process.stderr.write(readFileSync(log));
  },
  kill: () => signal(last, args[2]),
  rm: () => {
    for (const name of args.slice(3)) {
      if (!existsSync(file(name))) continue;
      signal(name, "SIGKILL");
      rmSync(file(name));
    }
  },
  ps: () => {
    const names = readdirSync(folder).filter((name) => name.endsWith(".container"));
    process.stdout.write(names.map((name) => `${name.slice(0, -".container".length)}\n`).join(""));
  },
};

function state(changes) {
  const created = { Running: false, ExitCode: 0, OOMKilled: false, Error: "", StartedAt: "0001-01-01T00:00:00Z" };
  return { ...created, ...changes };
}

if (behavior.hang?.includes(subcommand)) setInterval(() => undefined, 1000);
else if (behavior.fail?.[subcommand] !== undefined) fail(behavior.fail[subcommand]);
else subcommands[subcommand]();
