/** Typed as unknown, as those in local/step-functions/matchers. */
export const anyNumber = (): unknown => expect.any(Number);
export const arrayWith = (part: object): unknown => expect.arrayContaining([expect.objectContaining(part)]);
