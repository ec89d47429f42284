/**
 * Caches answers for a short time and shares requests in progress.
 * Any number of pages then makes as many AWS calls as one. Failures are not cached.
 * @param keptMs - lifetime of an answer, in milliseconds
 */
export function shareRecent<Answer>(
  keptMs: number,
  ask: (question: string) => Promise<Answer>,
): (question: string) => Promise<Answer> {
  const answers = new Map<string, { readonly askedAtMs: number; readonly answer: Promise<Answer> }>();
  return (question) => {
    for (const [other, { askedAtMs }] of answers) if (Date.now() - askedAtMs >= keptMs) answers.delete(other);
    const recent = answers.get(question);
    if (recent !== undefined) return recent.answer;
    const answer = ask(question);
    answers.set(question, { askedAtMs: Date.now(), answer });
    answer.catch(() => answers.delete(question));
    return answer;
  };
}
