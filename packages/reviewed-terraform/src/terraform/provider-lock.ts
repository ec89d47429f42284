import { DeliveryError } from "../delivery-error";

/**
 * Name of the provider lock file in the folder of a synthesized stack. Not `.terraform.lock.hcl`, which Terraform
 * also writes itself.
 */
export const PROVIDER_LOCK_FILE = "providers.lock.hcl";

export interface LockedProvider {
  /** Address, like `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  readonly version: string;
}

const STRING = String.raw`"[\w./:+=~> ,-]*"`;
const BLOCK = new RegExp(
  String.raw`^provider "([\w./-]+)" \{ version = "([\w.+-]+)" (?:constraints = ${STRING} )?hashes = \[ ((?:${STRING}, )*)\] \} `,
);

/**
 * Parses a provider lock file. Accepts only the form that Terraform writes.
 * @param source - name of the file, for messages
 * @throws DeliveryError for any other content, or a provider without checksums
 * @see https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
export function parseProviderLock(text: string, source: string): LockedProvider[] {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(?:#|$)/.test(line));
  let rest = `${lines.join(" ")} `.replaceAll(/\s+/g, " ").trimStart();
  const providers: LockedProvider[] = [];
  while (rest !== "") {
    const [block = "", address = "", version = "", hashes = ""] = BLOCK.exec(rest) ?? [];
    if (block === "" || hashes === "")
      throw new DeliveryError([
        `${source} is not a provider lock file that Terraform wrote, at ${JSON.stringify(rest.slice(0, 60))}; run: npm run providers:lock`,
      ]);
    providers.push({ source: address, version });
    rest = rest.slice(block.length);
  }
  return providers;
}
