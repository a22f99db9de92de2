/** Lengths of time, in milliseconds, as the village counts them. */
export const MINUTE = 60_000;
/** Until somebody lifts it. */
export const FOR_EVER = Date.UTC(9999, 11, 31);
