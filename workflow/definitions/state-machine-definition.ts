export { pollDefinition, type PollDefinitionProps } from "./poll-definition";
export { syncDefinition } from "./sync-definition";
