// Compares wall time and peak memory of the synthesis in cdktf.json with `npx ts-node main.ts`, the default of `cdktf
// init`, and with the barrel import of the provider. Runs alternate, so that a busy moment affects all of them.
// Usage: npm run bench:synth [-- RUNS] [--json]
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Maximum wall time relative to ts-node. */
const HIGHEST_RATIO = 0.5;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "build", "compare-synth");
const settings = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };
const { app } = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8"));
const ours = app.split("&&").at(-1).trim();
const candidates = [
  // All candidates run the same main.ts with the same bundles. Building them is not measured.
  { name: "ours", command: ours },
  { name: "ts-node", command: "npx --no-install ts-node main.ts" },
  { name: "barrel", command: ours.replace("node ", "node --require ./tools/bench/import-barrel.cjs ") },
].map((candidate) => ({ ...candidate, timesMs: [], peakMiB: 0 }));

function fail(message) {
  process.stderr.write(`bench:synth: ${message}\n`);
  process.exit(1);
}

function runOnce(candidate) {
  const { name, command, timesMs } = candidate;
  const memory = join(folder, `${name}-memory`);
  const NODE_OPTIONS = `--require ${join(root, "tools/bench/report-memory.cjs")}`;
  const env = {
    ...process.env,
    ...settings,
    CDKTF_OUTDIR: join(folder, name),
    BENCH_MEMORY_FOLDER: memory,
    NODE_OPTIONS,
  };
  mkdirSync(memory, { recursive: true });
  rmSync(env.CDKTF_OUTDIR, { recursive: true, force: true });
  mkdirSync(env.CDKTF_OUTDIR, { recursive: true });
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(command, { cwd: root, env, shell: true, encoding: "utf8" });
  timesMs.push(performance.now() - startedAt);
  if (status !== 0) fail(`"${command}" ended with ${status}:\n${stderr}`);
  const peaksKiB = readdirSync(memory).map((file) => Number(readFileSync(join(memory, file), "utf8")));
  candidate.peakMiB = Math.max(candidate.peakMiB, ...peaksKiB.map((peakKiB) => peakKiB / 1024));
}

/** Returns file contents by path, so that differences can be reported. */
function readOutput({ name }) {
  const outdir = join(folder, name);
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [path.slice(outdir.length + 1), readFileSync(path, "utf8")];
    }),
  );
}

function checkSameOutput([one, other]) {
  const [left, right] = [readOutput(one), readOutput(other)];
  if (!left.has("manifest.json")) fail(`"${one.command}" wrote no manifest.json`);
  const differing = [...new Set([...left.keys(), ...right.keys()])].filter(
    (path) => left.get(path) !== right.get(path),
  );
  if (differing.length > 0) fail(`the two outputs in build/compare-synth differ in ${differing.join(", ")}`);
  return left.size;
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const seconds = (ms) => (ms / 1000).toFixed(2).padStart(6);

const json = process.argv.includes("--json");
const given = process.argv.slice(2).find((argument) => argument !== "--json") ?? "3";
const runs = Number(given);
if (!Number.isInteger(runs) || runs < 1) fail(`RUNS must be a whole number of at least 1, got ${given}`);
const built = spawnSync("node", ["tools/build-lambdas.mjs"], { cwd: root, encoding: "utf8" });
if (built.status !== 0) fail(`tools/build-lambdas.mjs ended with ${built.status}:\n${built.stderr}`);
for (let run = 0; run < runs; run += 1) for (const candidate of candidates) runOnce(candidate);
const fileCount = checkSameOutput(candidates);
rmSync(folder, { recursive: true, force: true });

const ratio = median(candidates[0].timesMs) / median(candidates[1].timesMs);
if (json)
  process.stdout.write(
    `${JSON.stringify(candidates.map(({ timesMs, ...figures }) => ({ ...figures, medianMs: median(timesMs) })))}\n`,
  );
else {
  process.stdout.write(
    `Synth, wall time in seconds, ${runs} alternating runs, node ${process.version}, ${availableParallelism()} cores\n\n`,
  );
  process.stdout.write(`${"command".padEnd(76)}median  peak     runs\n`);
  for (const { command, timesMs, peakMiB } of candidates)
    process.stdout.write(
      `${command.padEnd(76)}${seconds(median(timesMs))}  ${peakMiB.toFixed(0).padStart(4)} MiB${timesMs.map(seconds).join("")}\n`,
    );
  process.stdout.write(
    `\nratio ${ratio.toFixed(2)} (at most ${HIGHEST_RATIO}); ${fileCount} files, identical in both\n`,
  );
}
if (ratio > HIGHEST_RATIO) fail(`synth takes ${ratio.toFixed(2)} of ts-node's time, more than ${HIGHEST_RATIO}`);
