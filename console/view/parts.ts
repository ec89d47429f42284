import { formatDuration } from "../format/format-duration";
import { formatDateTime } from "../format/format-time";
import { html, type Html, type HtmlPart } from "./html";

/** Renders a time as a `<time>` element. */
export const renderTime = (time: Date): Html =>
  html`<time datetime="${time.toISOString()}">${formatDateTime(time)}</time>`;

/** Formats the duration between two times; undefined if either is undefined. */
export const durationBetween = (from: Date | undefined, to: Date | undefined): string | undefined =>
  from === undefined || to === undefined ? undefined : formatDuration((to.getTime() - from.getTime()) / 1000);

/** Renders a link for an https address, or else only the text, because addresses come from untrusted data. */
export const renderLink = (address: string, text: string): Html =>
  address.startsWith("https://") ? html`<a href="${address}" rel="noreferrer">${text}</a>` : html`${text}`;

/** Name and value; `wide` for long values. */
export type Fact = readonly [name: string, value: HtmlPart, width?: "wide" | undefined];

/** Renders a list of names and values. Facts without a value are omitted. */
export const renderFacts = (facts: readonly Fact[]): Html =>
  html`<dl class="facts">
    ${facts
      .filter(([, value]) => value !== undefined && value !== null && value !== "")
      .map(
        ([name, value, width]) =>
          html`<div class="${width}">
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;

/** Renders a table that scrolls horizontally on narrow screens. */
export const renderTable = (label: string, headings: readonly string[], rows: readonly (readonly HtmlPart[])[]): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
