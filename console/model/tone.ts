/** Emphasis of a text. Colour must not be the only carrier of the meaning. */
export type Tone = "plain" | "quiet" | "strong" | "good" | "bad" | "notice";
