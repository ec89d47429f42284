export { givenLock } from "./given-lock";
export { givenAttribute, givenChange, givenChanges, givenReport } from "./given-report";
export { givenPlace, givenProgramContext } from "./given-place";
export { givenProgram, type GivenProgram } from "./given-program";
export { startMockGithub, type MockGithub } from "./mock-github/mock-github";
export { givenClock } from "./test-clock";
