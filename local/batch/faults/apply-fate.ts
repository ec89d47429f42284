import type { JobSettings } from "../jobs/job";
import type { JobFate } from "./job-fate";

/** A job's settings with what its fate changes in them. */
export function applyFate(settings: JobSettings, { logGroup, environment }: JobFate): JobSettings {
  const { container } = settings;
  return {
    ...settings,
    container: {
      ...container,
      ...(environment.length > 0 && { environment: [...(container.environment ?? []), ...environment] }),
      ...(logGroup !== undefined && {
        logConfiguration: {
          logDriver: "awslogs",
          ...container.logConfiguration,
          options: { ...container.logConfiguration?.options, "awslogs-group": logGroup },
        },
      }),
    },
  };
}
