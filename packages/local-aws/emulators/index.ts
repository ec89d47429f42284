export { createMinistackLambdas } from "./ministack-lambdas";
export { ACCOUNT_ID, REGION, startEmulators, type Emulators } from "./start-emulators";
