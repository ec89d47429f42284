import { execFileSync } from "node:child_process";
import { join } from "node:path";
import setUpAll from "../../set-up/global-setup";

/** Builds the files of a release once, in build/release. */
export default function setUp(): void {
  setUpAll();
  const root = join(__dirname, "..", "..", "..");
  execFileSync(process.execPath, [join(root, "tools", "build-release.mjs"), join(root, "build", "release")], {
    cwd: root,
    stdio: "inherit",
  });
}
