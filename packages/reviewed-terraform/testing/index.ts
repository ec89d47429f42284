export { givenLock } from "./given-lock";
export { givenAttribute, givenChange, givenChanges, givenReport } from "./given-report";
export { givenPlace, givenProgramContext } from "./given-place";
export { givenProgram, type GivenProgram } from "./given-program";
export { givenZip } from "./mock-github/given-zip";
export { startMockGithub, type MockArtifact, type MockGithub } from "./mock-github/mock-github";
export { givenClock } from "./test-clock";
