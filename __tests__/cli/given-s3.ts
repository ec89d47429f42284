import { createHash } from "node:crypto";
import { startLoopbackServer, type LoopbackReply, type LoopbackRequest } from "local-aws";

/** An S3 of a test's own; the SDK finds it by this process's environment. */
export interface GivenS3 {
  /** Bucket names; an object belongs to the bucket that its path begins with. */
  readonly buckets: Set<string>;
  /** `bucket/key` -> text */
  readonly objects: Map<string, string>;
  /** Answers every request with this instead. */
  override: LoopbackReply | undefined;
  /** Called before each request is answered. */
  onRequest: (request: LoopbackRequest) => void;
  close(): Promise<void>;
}

const NAMES = ["AWS_ENDPOINT_URL_S3", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

export async function givenS3(): Promise<GivenS3> {
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  const server = await startLoopbackServer({
    name: "the S3 of a test",
    handle: (request) => {
      given.onRequest(request);
      return Promise.resolve(given.override ?? answer(request, given));
    },
  });
  const given: GivenS3 = {
    buckets: new Set(),
    objects: new Map(),
    override: undefined,
    onRequest: () => undefined,
    close: async () => {
      for (const [name, value] of before)
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      await server.close();
    },
  };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: server.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  return given;
}

function answer(
  { method, path, query, body: text, headers }: LoopbackRequest,
  { buckets, objects }: GivenS3,
): LoopbackReply {
  const [bucket = "", ...key] = decodeURIComponent(path).slice(1).split("/");
  if (!buckets.has(bucket)) return failure(404, "NoSuchBucket");
  if (query.get("list-type") === "2") return listing([...objects.keys()], bucket, query.get("prefix") ?? "");
  const name = [bucket, ...key].join("/");
  const before = objects.get(name);
  if (headers["if-none-match"] === "*" && before !== undefined) return failure(412, "PreconditionFailed");
  const wanted = headers["if-match"];
  if (wanted !== undefined && before === undefined) return failure(404, "NoSuchKey");
  if (wanted !== undefined && before !== undefined && wanted !== etagOf(before))
    return failure(412, "PreconditionFailed");
  if (method === "PUT") objects.set(name, text);
  if (method === "DELETE") objects.delete(name);
  if (method === "PUT") return { status: 200, headers: { etag: etagOf(text) }, body: "" };
  if (method !== "GET") return { status: 204, body: "" };
  return before === undefined
    ? failure(404, "NoSuchKey")
    : { status: 200, headers: { etag: etagOf(before) }, body: before };
}

function listing(names: readonly string[], bucket: string, prefix: string): LoopbackReply {
  const keys = names.map((name) => name.slice(bucket.length + 1)).filter((key) => key.startsWith(prefix));
  const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
  const body = `<?xml version="1.0"?><ListBucketResult>${contents}<IsTruncated>false</IsTruncated></ListBucketResult>`;
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}

const etagOf = (text: string): string => `"${createHash("md5").update(text).digest("hex")}"`;

const failure = (status: number, code: string): LoopbackReply => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});

/** A state of the job-poller stack, as Terraform writes it. */
export const givenState = (outputs: object, resources: readonly object[] = []): string =>
  JSON.stringify({ version: 4, lineage: "3f2c", serial: 1, outputs, resources });
