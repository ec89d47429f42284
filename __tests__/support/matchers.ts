/** Jest's own asymmetric matchers are of type any, which must not spread into the objects that tests expect. */
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const anyText = (): unknown => expect.any(String);
export const anyNumber = (): unknown => expect.any(Number);
export const arrayWith = (part: object): unknown => expect.arrayContaining([expect.objectContaining(part)]);
