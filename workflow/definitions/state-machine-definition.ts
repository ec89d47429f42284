export { pollDefinition } from "./poll-definition";
export { syncDefinition } from "./sync-definition";
