// Lists phrases in documents, comments, strings and test titles for which a standard term exists. Exit code 1 if
// there are any. Single words are in cspell.json (flagWords). To check some files: node tools/check-phrases.mjs
// FILE...
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const { phrases: LISTED } = JSON.parse(readFileSync(new URL("language.json", import.meta.url), "utf8"));
/** Phrases with a term to use instead. A space in a phrase matches a line break, also between two comment lines. */
const PHRASES = Object.entries(LISTED).map(([phrases, instead]) => ({
  pattern: new RegExp(`\\b(?:${phrases.replaceAll(" ", String.raw`\s+(?:(?:\*|//|#)\s+)?`)})\\b`, "gi"),
  instead,
}));

/** Text files, except data of npm and the files that name the phrases. */
const CHECKED = /\.(?:md|[cm]?[jt]s|py|ya?ml|json)$|^help$|^\.ci\/run$/;
const NOT_CHECKED = /(?:^|\/)package-lock\.json$|^(?:tools\/language\.json|__tests__\/tools\/language\.test\.ts)$/;

const listFiles = () =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"], { encoding: "utf8" })
    .split("\n")
    .filter((file) => CHECKED.test(file) && !NOT_CHECKED.test(file));

function findPhrases(file, text) {
  return PHRASES.flatMap(({ pattern, instead }) =>
    [...text.matchAll(pattern)].map(({ 0: phrase, index }) => {
      const line = text.slice(0, index).split("\n").length;
      return `${file}:${line} "${phrase.replaceAll(/\s+(?:(?:\*|\/\/|#)\s+)?/g, " ")}": use ${instead}`;
    }),
  );
}

const given = process.argv.slice(2);
const found = (given.length > 0 ? given : listFiles()).flatMap((file) => findPhrases(file, readFileSync(file, "utf8")));
for (const line of found) console.error(line);
process.exitCode = found.length > 0 ? 1 : 0;
