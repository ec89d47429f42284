/** The synthesized stacks are missing, or were not synthesized by this version of the project. */
export class SynthesizedStackError extends Error {
  override readonly name = "SynthesizedStackError";
}
