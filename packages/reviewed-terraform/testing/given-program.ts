import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Shell script in a temporary folder. */
export interface GivenProgram {
  readonly folder: string;
  readonly path: string;
  remove(): void;
}

/** Creates an executable shell script. @param name - file name */
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
