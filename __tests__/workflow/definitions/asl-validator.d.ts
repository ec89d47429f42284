/** Types of the functions that the tests use. The package has none. */
declare module "asl-validator" {
  export default function validate(definition: object): {
    readonly isValid: boolean;
    readonly errorsText: () => string;
  };
}
