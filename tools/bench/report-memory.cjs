// Preloaded into every process of a measured command. Writes its maximum resident set, in KiB, to
// BENCH_MEMORY_FOLDER.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");

process.on("exit", () => {
  writeFileSync(join(process.env.BENCH_MEMORY_FOLDER, String(process.pid)), String(process.resourceUsage().maxRSS));
});
