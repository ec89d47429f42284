import { html, type Html } from "./html";
import type { StatusView } from "./standing-view";

/** Renders a status as icon and text. */
export const renderBadge = ({ key, text, icon }: StatusView): Html =>
  html`<span class="status status-${key}"
    ><svg class="status-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <circle cx="8" cy="8" r="8" />
      <path d="${icon}" /></svg
    >${text}</span
  >`;
