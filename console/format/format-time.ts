/** `2026-11-22 08:05:03 UTC` */
export const formatDateTime = (time: Date): string => `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** `08:05:03`, in UTC */
export const formatTimeOfDay = (time: Date): string => time.toISOString().slice(11, 19);
