import { randomUUID } from "node:crypto";

/**
 * Reads the input of a schedule of EventBridge Scheduler.
 * @param scheduleArn - what `<aws.scheduler.schedule-arn>` stands for
 * @returns makes the input for a time, in milliseconds since 1970
 * @throws SyntaxError when the input is no JSON
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function parseSchedulerInput(input: string, scheduleArn: string): (nowMs: number) => unknown {
  JSON.parse(input);
  return (nowMs) => {
    const values: Readonly<Record<string, string>> = {
      "schedule-arn": scheduleArn,
      "scheduled-time": `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
      "execution-id": randomUUID().replaceAll("-", "").slice(0, 16),
      "attempt-number": "1",
    };
    const made: unknown = JSON.parse(
      input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (keyword, name: string) => values[name] ?? keyword),
    );
    return made;
  };
}
