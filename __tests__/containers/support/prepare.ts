import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import setUp from "../../set-up/global-setup";
import {
  COMMAND_IMAGE,
  ENTRYPOINT_IMAGE,
  findTestEngine,
  IMAGE,
  OTHER_ARCHITECTURE_IMAGE,
  type TestEngine,
} from "./engine";

/** Runs once before all test files: imports the images. */
export default async function prepare(): Promise<void> {
  const found = await findTestEngine();
  const folder = mkdtempSync(join(tmpdir(), "images-"));
  try {
    const archive = makeArchive(folder);
    await importImage(found, archive, IMAGE);
    await importImage(found, archive, ENTRYPOINT_IMAGE, 'ENTRYPOINT ["/bin/echo","entrypoint"]');
    await importImage(found, archive, COMMAND_IMAGE, 'CMD ["/bin/echo","command of the image"]');
    await importOtherArchitecture(found, archive);
  } finally {
    rmSync(folder, { recursive: true });
  }
  setUp();
}

/** Makes a root file system from the statically linked busybox. */
export function makeArchive(folder: string): string {
  const busybox = ["/usr/bin/busybox", "/bin/busybox"].find((path) => existsSync(path));
  if (busybox === undefined) throw new Error("npm run test:containers requires busybox-static (/bin/busybox)");
  const root = join(folder, "root");
  for (const name of ["bin", "etc", "tmp"]) mkdirSync(join(root, name), { recursive: true });
  copyFileSync(busybox, join(root, "bin", "busybox"));
  const applets = execFileSync(busybox, ["--list"], { encoding: "utf8" }).split("\n");
  for (const applet of applets)
    if (applet !== "" && applet !== "busybox") symlinkSync("busybox", join(root, "bin", applet));
  writeFileSync(join(root, "etc", "passwd"), "root:x:0:0::/:/bin/sh\njob:x:65534:65534::/:/bin/sh\n");
  const archive = join(folder, "root.tar");
  execFileSync("tar", ["-C", root, "-cf", archive, "."]);
  return archive;
}

async function importImage({ engine }: TestEngine, archive: string, image: string, change?: string): Promise<void> {
  await engine.run(["import", ...(change === undefined ? [] : ["--change", change]), archive, image]);
}

async function importOtherArchitecture({ engine, info }: TestEngine, archive: string): Promise<void> {
  const other = info.architecture === "arm64" ? "s390x" : "arm64";
  const option = engine.name === "podman" ? ["--arch", other] : ["--platform", `linux/${other}`];
  await engine.run(["import", ...option, archive, OTHER_ARCHITECTURE_IMAGE]);
}
