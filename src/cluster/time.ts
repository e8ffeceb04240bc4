/** RFC 3339 with microseconds, as the API writes times of Leases. */
export const toMicroTimestamp = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/Z$/u, '000Z')

/** RFC 3339 in whole seconds, as the API writes times. */
export const toTimestamp = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/u, 'Z')
