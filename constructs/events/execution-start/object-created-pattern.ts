/** Objects of one bucket. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export interface ObjectFilter {
  /** Name of the bucket, 3 to 63 characters. */
  readonly bucket: string;
  /** Prefix of the object keys; not empty. @default any */
  readonly prefix?: string;
  /** Suffix of the object keys, like `.csv`; it must not overlap the prefix. @default any */
  readonly suffix?: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export function objectCreatedPattern({ bucket, prefix, suffix }: ObjectFilter) {
  const key = keyPattern(prefix, suffix);
  return {
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: [bucket] }, ...(key === undefined ? {} : { object: { key: [key] } }) },
  };
}

function keyPattern(prefix: string | undefined, suffix: string | undefined): object | undefined {
  if (prefix !== undefined && suffix !== undefined)
    // EventBridge combines several patterns of one field with OR.
    return { wildcard: `${escapeWildcards(prefix)}*${escapeWildcards(suffix)}` };
  if (prefix !== undefined) return { prefix };
  return suffix === undefined ? undefined : { suffix };
}

const escapeWildcards = (text: string): string => text.replace(/[\\*]/g, "\\$&");
