export { formatDateTime, formatTimeOfDay } from "../../console/format/format-time";
