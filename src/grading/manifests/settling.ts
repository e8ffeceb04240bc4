/** The time in which a cluster made of manifests comes about. */

/** Any time will do, as long as it is the same each time. */
export const START_MS = Date.UTC(2025, 0, 1)
export const SETTLE_MS = 60_000
