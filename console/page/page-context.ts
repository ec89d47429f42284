import type { StateMachineReply } from "../api/replies";

/** Services for all pages. */
export interface PageContext {
  readonly stateMachine: StateMachineReply;
  /** Shows a problem above the page; undefined hides it. */
  readonly showProblem: (message: string | undefined) => void;
  /** Announces a message to screen readers. */
  readonly announce: (message: string) => void;
  /** Navigates to another page without reloading the document. */
  readonly go: (path: string) => void;
}

/** Page that adds its content to `main`. `dispose` stops its timers and connections. */
export type Page = (
  main: HTMLElement,
  context: PageContext,
) => { readonly title: string; readonly dispose: () => void };
