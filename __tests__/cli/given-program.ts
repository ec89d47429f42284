export { givenProgram, type GivenProgram } from "reviewed-terraform/testing";
