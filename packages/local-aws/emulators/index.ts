export { createMinistackLambdas } from "./ministack-lambdas";
export { findFreePort, startServer } from "./server";
export { ACCOUNT_ID, REGION, startEmulators, type Emulators } from "./start-emulators";
