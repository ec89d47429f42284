import { DataArchiveFile } from "@cdktf/provider-archive/lib/data-archive-file";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Thrown when the bundle of a Lambda function does not exist. */
export class MissingBundleError extends Error {
  override readonly name = "MissingBundleError";

  constructor(readonly bundlePath: string) {
    super(`the Lambda bundle ${join(bundlePath, "index.js")} does not exist: run "npm run build" first`);
  }
}

export interface LambdaBundleProps {
  /** Folder with `index.js`; all of its files are included in the zip. */
  readonly path: string;
  /** Name of the zip file, without `.zip`; must be unique in the stack. */
  readonly name: string;
}

/**
 * Zip of a built Lambda function. The folder is copied into the synthesized stack and zipped there by Terraform, so
 * the stack can be planned and applied without this repository. Paths are relative to the stack's folder and file
 * modes are fixed, so the same code has the same hash in every clone and with every umask.
 */
export class LambdaBundle extends Construct {
  /** Path of the zip, relative to the stack's folder. */
  readonly zipPath: string;
  readonly zipSha256Base64: string;

  /** @throws MissingBundleError if the folder has no `index.js` */
  constructor(scope: Construct, id: string, props: LambdaBundleProps) {
    super(scope, id);
    if (!existsSync(join(props.path, "index.js"))) throw new MissingBundleError(props.path);
    const asset = new TerraformAsset(this, "Code", { path: props.path, type: AssetType.DIRECTORY });
    const archive = new DataArchiveFile(this, "Resource", {
      type: "zip",
      sourceDir: asset.path,
      outputPath: `${props.name}.zip`,
      outputFileMode: "0644",
    });
    this.zipPath = archive.outputPath;
    this.zipSha256Base64 = archive.outputBase64Sha256;
  }
}
