/** Provider lock file as Terraform writes it. @param version - version of the AWS provider */
export const givenLock = (version: string, source = "registry.terraform.io/hashicorp/aws"): string =>
  `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "${source}" {
  version     = "${version}"
  constraints = "${version}"
  hashes = [
    "h1:Ijt7pOlB7Tr7maGQIqtsLFbl7pSMIj06TVdkoSBcYOw=",
    "zh:054b8dd49f0549c9a7cc27d159e45327b7b65cf404da5e5a20da154b90b8a644",
  ]
}
`;
