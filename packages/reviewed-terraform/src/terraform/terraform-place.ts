/** Stack names for messages. */
export interface TerraformPlace {
  /** PART-ENVIRONMENT */
  readonly stackName: string;
  readonly environment: string;
  readonly part: string;
}
