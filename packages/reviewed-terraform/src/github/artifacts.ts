import * as z from "zod";
import type { Github } from "./github";
import { listAll } from "./list-all";

const artifactSchema = z.object({ id: z.number(), name: z.string(), expired: z.boolean().default(false) });
const artifactsSchema = z.object({ artifacts: z.unknown() });

export type Artifact = z.infer<typeof artifactSchema>;

/** Lists the artifacts of a run; the newest of each name, because a rerun creates artifacts of the same names. */
export async function listArtifacts(github: Github, runId: number): Promise<Artifact[]> {
  const artifacts = await listAll(
    github,
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
    { run_id: runId },
    artifactSchema,
    (reply) => artifactsSchema.parse(reply).artifacts,
  );
  const oldestFirst = artifacts.sort((one, other) => one.id - other.id);
  return [...new Map(oldestFirst.map((artifact) => [artifact.name, artifact])).values()];
}

/** @returns the artifact as a zip file */
export async function downloadArtifact(github: Github, artifactId: number): Promise<Buffer> {
  const reply = await github.request("GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}", {
    artifact_id: artifactId,
    archive_format: "zip",
  });
  return Buffer.from(z.instanceof(ArrayBuffer).parse(reply));
}
