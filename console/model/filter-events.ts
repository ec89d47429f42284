import type { ExecutionModel } from "./execution-model";
import type { EventRow } from "./history-rows";

/** Filter of the history. Empty texts select all. */
export interface EventFilter {
  readonly state: string;
  readonly type: string;
  readonly failuresOnly: boolean;
}

export const NO_FILTER: EventFilter = { state: "", type: "", failuresOnly: false };

const isFailure = ({ tone }: EventRow): boolean => tone === "bad" || tone === "notice";

/** Events of a growing history that match a filter. Each event is compared once. */
export class FilteredEvents {
  readonly #model: ExecutionModel;
  readonly #filter: EventFilter;
  readonly #rows: EventRow[] = [];
  #lastId = 0;

  constructor(model: ExecutionModel, filter: EventFilter) {
    this.#model = model;
    this.#filter = filter;
  }

  /** All matching events so far, oldest first. */
  get rows(): readonly EventRow[] {
    const { lastEventId } = this.#model;
    if (lastEventId > this.#lastId)
      this.#rows.push(...this.#model.describeEvents(this.#lastId + 1, lastEventId).filter((row) => this.#matches(row)));
    this.#lastId = lastEventId;
    return this.#rows;
  }

  #matches(row: EventRow): boolean {
    const { state, type, failuresOnly } = this.#filter;
    if (state !== "" && row.stateName !== state) return false;
    return (type === "" || row.type === type) && (!failuresOnly || isFailure(row));
  }
}
