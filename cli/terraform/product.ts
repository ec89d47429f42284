import { basename } from "node:path";

/** Terraform, or what takes its place; they differ in neither commands nor files that matter here (docs/opentofu.md). */
export interface Product {
  readonly name: "Terraform" | "OpenTofu";
  /** As in the command lines that people know. */
  readonly program: "terraform" | "tofu";
  /** Where to get it. */
  readonly url: string;
}

const TERRAFORM: Product = {
  name: "Terraform",
  program: "terraform",
  url: "https://developer.hashicorp.com/terraform/install",
};
const OPEN_TOFU: Product = { name: "OpenTofu", program: "tofu", url: "https://opentofu.org/docs/intro/install" };

/** @param command - name or path of the program; nothing but its name tells, since both call their version alike */
export const productOf = (command: string): Product => (/^tofu/i.test(basename(command)) ? OPEN_TOFU : TERRAFORM);
