// Preloaded into every process of a measured command: leaves its largest resident set, in KiB, in BENCH_MEMORY_FOLDER.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");

process.on("exit", () => {
  writeFileSync(join(process.env.BENCH_MEMORY_FOLDER, String(process.pid)), String(process.resourceUsage().maxRSS));
});
