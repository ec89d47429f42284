import highlighter from "highlight.js/lib/core";
import json from "highlight.js/lib/languages/json";
import { parseJson } from "../model/job-result-schema";
import { escapeControls } from "../format/visible-text";
import { html, Html } from "./html";

highlighter.registerLanguage("json", json);

/** Maximum length of highlighted JSON, in characters; about the maximum size of execution data. */
const MAX_HIGHLIGHTED_LENGTH = 262_144;

/**
 * Renders JSON indented and highlighted, and other text unchanged. The element is focusable, so that the keyboard can
 * scroll it.
 * @param label - accessible name
 */
export function renderJson(text: string | undefined, label: string): Html {
  if (text === undefined) return html`<p class="quiet">None.</p>`;
  const value = parseJson(text);
  const shown = value === undefined ? text : escapeControls(JSON.stringify(value, null, 2));
  return html`<pre
    class="code"
    tabindex="0"
    role="region"
    aria-label="${label}"
  ><code>${value === undefined ? shown : highlight(shown)}</code></pre>`;
}

function highlight(text: string): Html | string {
  // highlight.js escapes its input.
  return text.length > MAX_HIGHLIGHTED_LENGTH
    ? text
    : new Html(highlighter.highlight(text, { language: "json" }).value);
}
