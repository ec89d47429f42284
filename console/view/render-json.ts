import highlighter from "highlight.js/lib/core";
import json from "highlight.js/lib/languages/json";
import { parseJson } from "../model/job-result-schema";
import { html, Html } from "./html";

highlighter.registerLanguage("json", json);

/** Above this many characters colours cost more than they help; about the longest data that an execution can hold. */
const MOST_CHARACTERS = 262_144;

/**
 * JSON text, indented and highlighted; other text as it is. It can be scrolled with the keyboard.
 * @param label - what it is, for a screen reader
 */
export function renderJson(text: string | undefined, label: string): Html {
  if (text === undefined) return html`<p class="quiet">None.</p>`;
  const value = parseJson(text);
  const shown = value === undefined ? text : JSON.stringify(value, null, 2);
  return html`<pre
    class="code"
    tabindex="0"
    role="region"
    aria-label="${label}"
  ><code>${value === undefined ? shown : highlight(shown)}</code></pre>`;
}

function highlight(text: string): Html | string {
  // highlight.js escapes what it is given.
  return text.length > MOST_CHARACTERS ? text : new Html(highlighter.highlight(text, { language: "json" }).value);
}
