// Runs a command, and the programs that it starts, on Node 24. Lambda functions are built for nodejs24.x.
// Usage: npm run node-24 -- jest [PATTERN...]
//        npm run node-24 -- node tools/test-conformance.mjs
import { spawnSync } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const tools = dirname(fileURLToPath(import.meta.url));
const [command, ...args] = process.argv.slice(2);
if (command === undefined) fail("usage: npm run node-24 -- COMMAND [ARGUMENT...]");
const installed = spawnSync(process.execPath, [join(tools, "install-packages.mjs"), "node-24"], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
});
if (installed.status !== 0) process.exit(1);
const programs = join(installed.stdout.trim(), "node_modules", ".bin");
const env = {
  ...process.env,
  PATH: [programs, join(tools, "..", "node_modules", ".bin"), process.env.PATH].join(delimiter),
  LAMBDA_RUNTIME: "nodejs24.x",
};
const version = spawnSync("node", ["--version"], { env, encoding: "utf8" }).stdout.trim();
if (!version.startsWith("v24.")) fail(`${programs} must have Node 24, got ${version || "none"}; delete its folder`);
process.stderr.write(`Node ${version}, LAMBDA_RUNTIME ${env.LAMBDA_RUNTIME}\n`);
const { status, error } = spawnSync(command, args, { env, stdio: "inherit" });
if (error !== undefined) fail(`cannot run ${command}: ${error.message}`);
process.exit(status ?? 1);

function fail(message) {
  process.stderr.write(`node-24: ${message}\n`);
  process.exit(1);
}
