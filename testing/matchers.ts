/**
 * Asymmetric matchers of type unknown. Jest's own return any, which would disable type checks of expected objects.
 */
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const anyText = (): unknown => expect.any(String);
export const anyNumber = (): unknown => expect.any(Number);
export const arrayWith = (part: object): unknown => expect.arrayContaining([expect.objectContaining(part)]);
