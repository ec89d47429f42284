import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A shell script of a test's own, in a folder of its own. */
export interface GivenProgram {
  readonly folder: string;
  readonly path: string;
  remove(): void;
}

export function givenProgram(script: string, name = "program"): GivenProgram {
  const folder = mkdtempSync(join(tmpdir(), "poller-test-"));
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return {
    folder,
    path,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
