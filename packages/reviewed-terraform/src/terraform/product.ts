import { basename } from "node:path";

/** Terraform or OpenTofu; the commands and files used here are the same (docs/opentofu.md). */
export interface Product {
  readonly name: "Terraform" | "OpenTofu";
  /** Name of the command. */
  readonly program: "terraform" | "tofu";
  /** Installation page. */
  readonly url: string;
}

const TERRAFORM: Product = {
  name: "Terraform",
  program: "terraform",
  url: "https://developer.hashicorp.com/terraform/install",
};
const OPEN_TOFU: Product = { name: "OpenTofu", program: "tofu", url: "https://opentofu.org/docs/intro/install" };

/** @param command - name or path of the program, which identifies the product; the version output does not */
export const productOf = (command: string): Product => (/^tofu/i.test(basename(command)) ? OPEN_TOFU : TERRAFORM);
