import { formatArn, type Arn } from "../workflow/arn";
import { findPartition } from "../workflow/partition";

/**
 * Host of a private registry, with account, region and the domain of its partition: IPv4 only or dual-stack, each
 * also with FIPS.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
 */
const PRIVATE_HOST =
  /^(\d{12})\.(?:dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?)|dkr-ecr(?:-fips)?\.([a-z0-9-]+)\.on\.(aws|amazonwebservices\.com\.cn))$/;

/** Whether an image's host is one of Amazon ECR or resembles one. */
export const isEcrHost = (host: string): boolean =>
  /^\d+\.dkr|(^|[.-])ecr(-fips|-public)?\.(.*\.)?(amazon\w*|aws)([.:]|$)/i.test(host);

/**
 * Whether an image's host is the public gallery of Amazon ECR.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/public/public-ecr-requests.html
 */
export const isPublicEcrHost = (host: string): boolean => ["public.ecr.aws", "ecr-public.aws.com"].includes(host);

/**
 * Finds the private ECR repository of an image; undefined for an image of another registry.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function findEcrRepository(image: string): Arn | undefined {
  const [host = "", ...path] = image.split("/");
  const [, accountId, oldRegion, oldDomain, newRegion, newDomain] = PRIVATE_HOST.exec(host) ?? [];
  const region = oldRegion ?? newRegion ?? "";
  const domain = oldDomain ?? newDomain ?? "";
  const partition = findPartition(region);
  const name = path.join("/").replace(/[:@].*$/, "");
  if (accountId === undefined || name === "" || partition === undefined) return undefined;
  if ((partition === "aws-cn") !== domain.endsWith(".cn")) return undefined;
  return { partition, service: "ecr", region, accountId, resource: `repository/${name}` };
}

/** Returns the ARN of the private ECR repository of an image; undefined for an image of another registry. */
export function findEcrRepositoryArn(image: string): string | undefined {
  const repository = findEcrRepository(image);
  return repository === undefined ? undefined : formatArn(repository);
}
