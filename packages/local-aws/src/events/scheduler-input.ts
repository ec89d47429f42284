import { randomUUID } from "node:crypto";

/**
 * Parses the input of an EventBridge Scheduler schedule.
 * @param scheduleArn - value of `<aws.scheduler.schedule-arn>`
 * @returns a function that creates the input for a time, in milliseconds since 1970
 * @throws SyntaxError if the input is not JSON
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
