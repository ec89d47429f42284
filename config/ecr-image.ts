import { formatArn, type Arn } from "../workflow/arn";
import { findPartition } from "../workflow/partition";

/** Account, region and repository of an image in Amazon ECR, with the registry's old or dual-stack host name. */
const PRIVATE_IMAGE =
  /^(\d{12})\.(?:dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?|dkr-ecr(?:-fips)?\.([a-z0-9-]+)\.on\.(?:aws|amazonwebservices\.com\.cn))\/([^:@]+)[:@]/;

/**
 * Finds the private ECR repository of an image; undefined for an image of another registry.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function findEcrRepository(image: string): Arn | undefined {
  const [, accountId, region = "", dualStackRegion = "", name] = PRIVATE_IMAGE.exec(image) ?? [];
  const place = region === "" ? dualStackRegion : region;
  const partition = findPartition(place);
  if (accountId === undefined || name === undefined || partition === undefined) return undefined;
  return { partition, service: "ecr", region: place, accountId, resource: `repository/${name}` };
}

/** Returns the ARN of the private ECR repository of an image; undefined for an image of another registry. */
export function findEcrRepositoryArn(image: string): string | undefined {
  const repository = findEcrRepository(image);
  return repository === undefined ? undefined : formatArn(repository);
}
