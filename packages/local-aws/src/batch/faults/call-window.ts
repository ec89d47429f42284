/** Calls of an operation that a fault affects. */
export interface CallWindow {
  /** Calls in the window that pass unchanged before the fault takes effect. */
  readonly afterCalls: number;
  /** Number of affected calls. ALL affects every call until the window ends. */
  readonly times: number | "ALL";
  /** Start of the window, in seconds since the script was loaded. */
  readonly fromSeconds: number;
  /** Length of the window, in seconds. @default no end */
  readonly forSeconds?: number | undefined;
}

/** Counts the calls in a window. */
export class CallCounter {
  private seen = 0;

  /** Counts a call and returns whether the fault affects it. @param ageSeconds - time since the script was loaded */
  count({ afterCalls, times, fromSeconds, forSeconds = Infinity }: CallWindow, ageSeconds: number): boolean {
    if (ageSeconds < fromSeconds) return false;
    const earlier = this.seen;
    this.seen += 1;
    const isTurn = earlier >= afterCalls && (times === "ALL" || earlier < afterCalls + times);
    return isTurn && ageSeconds < fromSeconds + forSeconds;
  }
}
