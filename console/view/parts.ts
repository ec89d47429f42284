import { formatDuration } from "../format/format-duration";
import { formatDateTime } from "../format/format-time";
import { html, type Html, type HtmlPart } from "./html";

/** A time, for people and machines. */
export const renderTime = (time: Date): Html =>
  html`<time datetime="${time.toISOString()}">${formatDateTime(time)}</time>`;

/** Time between two moments; undefined when one of them is not known. */
export const durationBetween = (from: Date | undefined, to: Date | undefined): string | undefined =>
  from === undefined || to === undefined ? undefined : formatDuration((to.getTime() - from.getTime()) / 1000);

/** A link, where the address is one that a browser may follow; otherwise the text alone. Addresses come from data. */
export const renderLink = (address: string, text: string): Html =>
  address.startsWith("https://") ? html`<a href="${address}" rel="noreferrer">${text}</a>` : html`${text}`;

/** A name and its value; `wide` where the value is long. */
export type Fact = readonly [name: string, value: HtmlPart, width?: "wide" | undefined];

/** Names and values; those without a value are left out. */
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

/** A table that scrolls sideways where there is no room for it. */
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
