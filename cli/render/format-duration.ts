export { formatDuration } from "../../console/format/format-duration";
