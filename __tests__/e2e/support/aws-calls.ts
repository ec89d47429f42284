import type { IncomingMessage } from "node:http";
import { ACCOUNT_ID, REGION } from "./cloud";

/** Request of a client of AWS. */
export interface Call {
  readonly accessKeyId: string;
  /** Action in IAM policies, such as `iam:CreateRole`. */
  readonly action: string;
  /** ARN that IAM policies compare, for IAM, S3 and VPCs; otherwise `*`. */
  readonly resource: string;
  /** Parameters of a form. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Actions of S3 by the parameter in the query, without `Get` and `Put`.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const S3_PARAMETERS: Readonly<Record<string, string>> = {
  accelerate: "AccelerateConfiguration",
  acl: "BucketAcl",
  cors: "BucketCORS",
  encryption: "EncryptionConfiguration",
  lifecycle: "LifecycleConfiguration",
  location: "BucketLocation",
  logging: "BucketLogging",
  "object-lock": "BucketObjectLockConfiguration",
  ownershipControls: "BucketOwnershipControls",
  policy: "BucketPolicy",
  publicAccessBlock: "BucketPublicAccessBlock",
  replication: "ReplicationConfiguration",
  requestPayment: "BucketRequestPayment",
  tagging: "BucketTagging",
  versioning: "BucketVersioning",
  website: "BucketWebsite",
};

/** Reads requests. Remembers the paths of created roles, because later requests name only the role. */
export class CallReader {
  private readonly rolePaths = new Map<string, string>();

  /** Reads a request of the service in its signature, or of STS, whose calls for a token are not signed. */
  read({ method = "", url = "", headers }: IncomingMessage, body: string): Call {
    const [, accessKeyId = "", service = "sts"] =
      /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? "") ?? [];
    const target = headers["x-amz-target"];
    if (service === "s3") return { accessKeyId, ...readS3Call(method, new URL(url, "http://s3")), parameters: {} };
    const parameters = target === undefined ? Object.fromEntries(new URLSearchParams(body)) : {};
    const operation = parameters["Action"] ?? String(target).split(".").at(-1) ?? "";
    const resource = service === "iam" ? this.findIamResource(parameters) : service === "ec2" ? ANY_VPC : "*";
    return { accessKeyId, action: `${service}:${operation}`, resource, parameters };
  }

  private findIamResource(parameters: Readonly<Record<string, string>>): string {
    const { Path: path = "/", RoleName, PolicyName, PolicyArn, OpenIDConnectProviderArn, Url } = parameters;
    if (RoleName !== undefined) {
      if (parameters["Action"] === "CreateRole") this.rolePaths.set(RoleName, path);
      return `arn:aws:iam::${ACCOUNT_ID}:role${this.rolePaths.get(RoleName) ?? "/"}${RoleName}`;
    }
    if (PolicyName !== undefined) return `arn:aws:iam::${ACCOUNT_ID}:policy${path}${PolicyName}`;
    if (Url !== undefined) return `arn:aws:iam::${ACCOUNT_ID}:oidc-provider/${new URL(Url).host}`;
    return PolicyArn ?? OpenIDConnectProviderArn ?? "*";
  }
}

const ANY_VPC = `arn:aws:ec2:${REGION}:${ACCOUNT_ID}:vpc/*`;

function readS3Call(method: string, { pathname, searchParams }: URL): Pick<Call, "action" | "resource"> {
  const [, bucket = "", ...key] = pathname.split("/");
  const verb = { PUT: "Put", DELETE: "Delete" }[method] ?? "Get";
  const resource = `arn:aws:s3:::${bucket}`;
  const object = key.join("/");
  if (object !== "") return { action: `s3:${verb}Object`, resource: `${resource}/${object}` };
  const parameter = [...searchParams.keys()].find((one) => Object.hasOwn(S3_PARAMETERS, one));
  if (parameter !== undefined) return { action: `s3:${verb}${S3_PARAMETERS[parameter] ?? ""}`, resource };
  return { action: { PUT: "s3:CreateBucket", DELETE: "s3:DeleteBucket" }[method] ?? "s3:ListBucket", resource };
}
