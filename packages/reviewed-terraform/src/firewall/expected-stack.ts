/** Properties of a stack according to the settings, independent of the synthesized files. */
export interface ExpectedStack {
  /** PART-ENVIRONMENT */
  readonly stack: string;
  /** Bucket of the state. */
  readonly bucket: string;
  /** Key of the state in its bucket, like `dev/batch.tfstate`. */
  readonly key: string;
  readonly region: string;
  /** KMS key of the state. @default S3's own encryption */
  readonly kmsKeyArn?: string | undefined;
  /** The only account that the stack may be deployed to. */
  readonly accountId: string;
}
