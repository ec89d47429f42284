import { z } from "zod";
import type { keyValueSchema } from "../endpoint/common-schemas";
import { environmentSchema, nonEmptySchema, resourceRequirementsSchema } from "../endpoint/common-schemas";

const secretSchema = z.strictObject({ name: nonEmptySchema, valueFrom: nonEmptySchema });

const ulimitSchema = z.strictObject({ name: nonEmptySchema, softLimit: z.int(), hardLimit: z.int() });
const efsVolumeSchema = z.strictObject({
  fileSystemId: nonEmptySchema,
  rootDirectory: z.string().optional(),
  transitEncryption: z.enum(["ENABLED", "DISABLED"]).optional(),
  transitEncryptionPort: z.int().optional(),
  authorizationConfig: z
    .strictObject({ accessPointId: z.string().optional(), iam: z.enum(["ENABLED", "DISABLED"]).optional() })
    .optional(),
});
const volumeSchema = z
  .strictObject({
    name: z.string().optional(),
    host: z.strictObject({ sourcePath: z.string().optional() }).optional(),
    efsVolumeConfiguration: efsVolumeSchema.optional(),
  })
  .refine(
    ({ host, efsVolumeConfiguration }) => host === undefined || efsVolumeConfiguration === undefined,
    "When the volume parameter is specified, only one volume configuration type should be used.",
  );
const mountPointSchema = z.strictObject({
  containerPath: z.string().optional(),
  readOnly: z.boolean().optional(),
  sourceVolume: z.string().optional(),
});
const tmpfsSchema = z.strictObject({
  containerPath: nonEmptySchema,
  /** In MiB. */
  size: z.int().min(1, "Size of a tmpfs is invalid. The size is required and must be a positive integer."),
  mountOptions: z.array(z.string()).optional(),
});
/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_LinuxParameters.html */
const linuxParametersSchema = z.strictObject({
  devices: z
    .array(
      z.strictObject({
        hostPath: nonEmptySchema,
        containerPath: z.string().optional(),
        permissions: z.array(z.enum(["READ", "WRITE", "MKNOD"])).optional(),
      }),
    )
    .optional(),
  initProcessEnabled: z.boolean().optional(),
  /** In MiB. */
  sharedMemorySize: z.int().optional(),
  tmpfs: z.array(tmpfsSchema).optional(),
  /** In MiB. */
  maxSwap: z.int().optional(),
  swappiness: z.int().optional(),
});

const logConfigurationSchema = z.strictObject({
  logDriver: z.enum(["json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "awsfirelens"]),
  options: z.record(z.string(), z.string()).optional(),
  secretOptions: z.array(secretSchema).optional(),
});

/**
 * Container of a job definition. The process runner ignores all members but command and environment; the container
 * runner ignores those that docs/containers.md lists.
 */
export const containerPropertiesSchema = z.strictObject({
  image: nonEmptySchema,
  vcpus: z.int().optional(),
  memory: z.int().optional(),
  command: z.array(z.string()).optional(),
  jobRoleArn: z.string().optional(),
  executionRoleArn: z.string().optional(),
  volumes: z.array(volumeSchema).optional(),
  environment: environmentSchema.optional(),
  mountPoints: z.array(mountPointSchema).optional(),
  readonlyRootFilesystem: z.boolean().optional(),
  privileged: z.boolean().optional(),
  ulimits: z.array(ulimitSchema).optional(),
  user: z.string().optional(),
  instanceType: z.string().optional(),
  resourceRequirements: resourceRequirementsSchema.optional(),
  linuxParameters: linuxParametersSchema.optional(),
  logConfiguration: logConfigurationSchema.optional(),
  secrets: z.array(secretSchema).optional(),
  networkConfiguration: z.strictObject({ assignPublicIp: z.enum(["ENABLED", "DISABLED"]).optional() }).optional(),
  fargatePlatformConfiguration: z.strictObject({ platformVersion: z.string().optional() }).optional(),
  ephemeralStorage: z.strictObject({ sizeInGiB: z.int() }).optional(),
  runtimePlatform: z
    .strictObject({ operatingSystemFamily: z.string().optional(), cpuArchitecture: z.string().optional() })
    .optional(),
  repositoryCredentials: z.strictObject({ credentialsParameter: nonEmptySchema }).optional(),
  enableExecuteCommand: z.boolean().optional(),
});
export type ContainerProperties = z.output<typeof containerPropertiesSchema>;

/** Returns the value of a resource requirement; undefined without one. */
export function findRequirement(
  { resourceRequirements = [] }: ContainerProperties,
  wanted: "VCPU" | "MEMORY" | "GPU",
): number | undefined {
  const found = resourceRequirements.find(({ type }) => type === wanted);
  return found === undefined ? undefined : Number(found.value);
}

export const containerOverridesSchema = z
  .strictObject({
    vcpus: z.int().min(1, "must be at least 1").optional(),
    memory: z.int().min(4, "must be at least 4 MiB").optional(),
    command: z.array(z.string()).optional(),
    instanceType: z.string().optional(),
    environment: environmentSchema.optional(),
    resourceRequirements: resourceRequirementsSchema.optional(),
  })
  .refine(
    (overrides) => Buffer.byteLength(JSON.stringify(overrides), "utf8") <= 8192,
    "Container Overrides length must be at most 8192",
  );
export type ContainerOverrides = z.output<typeof containerOverridesSchema>;
export type KeyValue = z.output<typeof keyValueSchema>;
