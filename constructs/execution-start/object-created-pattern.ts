/** Objects of one bucket, all or by their keys. */
export interface ObjectFilter {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Start of the keys. @default any */
  readonly prefix?: string;
  /** End of the keys, like `.csv`; beside a prefix, it is looked for behind it. @default any */
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
    // Two patterns of one field would be alternatives.
    return { wildcard: `${escapeWildcards(prefix)}*${escapeWildcards(suffix)}` };
  if (prefix !== undefined) return { prefix };
  return suffix === undefined ? undefined : { suffix };
}

const escapeWildcards = (text: string): string => text.replace(/[\\*]/g, "\\$&");
