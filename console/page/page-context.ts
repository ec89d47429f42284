import type { StateMachineReply } from "../api/replies";

/** What every page is given. */
export interface PageContext {
  readonly stateMachine: StateMachineReply;
  /** Shows a problem above the page until it is taken back with undefined. */
  readonly showProblem: (message: string | undefined) => void;
  /** Tells a screen reader, politely. */
  readonly announce: (message: string) => void;
  /** Goes to another page without loading the document anew. */
  readonly go: (path: string) => void;
}

/** One page: fills `main`, and gives back what ends its timers and connections. */
export type Page = (main: HTMLElement, context: PageContext) => { readonly title: string; readonly leave: () => void };
