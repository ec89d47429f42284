/**
 * Lets all who ask the same within a short time share one answer, so that ten open pages ask AWS as often as one.
 * A failure is not kept.
 * @param keptMs - how long an answer is good for, in milliseconds
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
