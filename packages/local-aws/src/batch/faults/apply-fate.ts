import type { JobSettings } from "../jobs/job";
import type { JobFaults } from "./job-fate";

/** Returns the settings of a job with the changes that its faults make. */
export function applyJobFaults(settings: JobSettings, { logGroup, environment }: JobFaults): JobSettings {
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
