import { html, type Html } from "../view/html";
import type { FailureGroup } from "./group-failures";

/** Number of groups that are shown at first. */
const MAX_SHOWN = 3;

/**
 * Renders groups of failures as buttons. A click on a group is handled by `data-failure`.
 * @param wanted - failure that the list is limited to
 * @param showsAll - whether the smaller groups are shown, too
 */
export function renderFailures(groups: readonly FailureGroup[], wanted: string, showsAll: boolean): Html {
  const shown = groups.filter(({ failure }, index) => showsAll || index < MAX_SHOWN || failure === wanted);
  const left = groups.length - shown.length;
  return html`<ul class="failure-groups">
      ${shown.map((group) => renderGroup(group, group.failure === wanted))}
    </ul>
    ${
      left === 0
        ? undefined
        : html`<button type="button" class="link" data-more="failures">
            ${left.toLocaleString("en-US")} more ${left === 1 ? "group" : "groups"}
          </button>`
    }`;
}

const renderGroup = ({ failure, count, extent }: FailureGroup, isWanted: boolean): Html =>
  html`<li data-key="${failure}">
    <button type="button" class="failure-group" data-failure="${failure}" aria-pressed="${String(isWanted)}">
      <strong>${count.toLocaleString("en-US")} × ${failure}</strong> <span class="quiet">${extent}</span>
    </button>
  </li>`;
