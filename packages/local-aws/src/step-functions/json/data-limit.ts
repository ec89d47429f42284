/**
 * Maximum input or output of a state, in bytes of UTF-8.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MAX_DATA_BYTES = 262_144;

export function exceedsDataLimit(text: string): boolean {
  // A UTF-16 code unit takes at most three bytes of UTF-8, so most texts need no exact count.
  return text.length * 3 > MAX_DATA_BYTES && Buffer.byteLength(text) > MAX_DATA_BYTES;
}
