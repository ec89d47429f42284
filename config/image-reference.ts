import { z } from "zod";
import { findEcrRepository, isEcrHost, isPublicEcrHost } from "./ecr-image";

/**
 * Maximum length of an image, in characters.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html
 */
const MAX_LENGTH = 255;
const RULE = `an image like registry/repository:tag of at most ${MAX_LENGTH} characters`;

const HOST_PART = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const HOST = new RegExp(String.raw`^${HOST_PART}(\.${HOST_PART})*(:\d{1,5})?$`);
const PATH_PART = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;

/** Parts of an image reference, not checked. */
interface ImageParts {
  /** Registry with its port; undefined for Docker Hub. */
  readonly host?: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * Splits an image reference. As in Docker, the first part is a host only if it has a dot or a port, or is localhost.
 * @see https://github.com/distribution/reference/blob/main/reference.go
 */
export function splitImage(image: string): ImageParts {
  const [, name = "", tag, digest] = /^([^@]*?)(?::([^/:@]*))?(?:@(.*))?$/s.exec(image) ?? [];
  const [, host, repository = name] = /^([^/]*[.:][^/]*|localhost)\/(.*)$/s.exec(name) ?? [];
  return {
    ...(host === undefined ? {} : { host }),
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Container image by the grammar of Docker, with a tag or a digest. */
export const imageReference = z.string().superRefine((image, context) => {
  const problem = findProblem(image);
  if (problem !== undefined) context.addIssue({ code: "custom", message: `${RULE}; ${problem}` });
});

function findProblem(image: string): string | undefined {
  if (image.length > MAX_LENGTH) return `it has ${image.length} characters`;
  if (/^[a-z]+:\/\//i.test(image)) return "leave out the scheme";
  const { host, repository, tag, digest } = splitImage(image);
  if (host !== undefined && !HOST.test(host)) return `${JSON.stringify(host)} is not the host of a registry`;
  const wrong = repository.split("/").find((part) => !PATH_PART.test(part));
  if (wrong !== undefined) return describePart(wrong, repository);
  if (tag === undefined && digest === undefined) return `a tag or a digest is missing, like ${image}:1`;
  if (tag !== undefined && !TAG.test(tag)) return `${JSON.stringify(tag)} is not a tag`;
  if (digest !== undefined && !DIGEST.test(digest))
    return `${JSON.stringify(digest)} is not a digest: sha256: and 64 hexadecimal digits in lower case`;
  return findEcrProblem(host ?? (repository.includes("/") ? "" : repository), image);
}

/** Describes a host that resembles one of Amazon ECR: the execution role would get no permission to pull. */
function findEcrProblem(host: string, image: string): string | undefined {
  if (!isEcrHost(host) || isPublicEcrHost(host) || findEcrRepository(image) !== undefined) return undefined;
  return (
    `${JSON.stringify(host)} is not a registry in Amazon ECR, so the job would get no permission to pull; ` +
    "images there are like 123456789012.dkr.ecr.us-east-1.amazonaws.com/repository:tag or public.ecr.aws/alias/repository:tag"
  );
}

function describePart(part: string, repository: string): string {
  if (part === "") return "it has an empty part between slashes";
  const lower = repository.toLowerCase();
  const hint =
    lower !== repository && PATH_PART.test(part.toLowerCase()) ? `; the nearest is ${JSON.stringify(lower)}` : "";
  return (
    `${JSON.stringify(part)} is not a part of a repository: lower-case letters and digits, ` +
    `separated by ".", "_", "__" or hyphens${hint}`
  );
}
