/** What a piece of text means; colour only ever repeats what the text says. */
export type Tone = "plain" | "quiet" | "strong" | "good" | "bad" | "notice";
