/** RFC 3339 in whole seconds, as the API writes times. */
export const toTimestamp = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/u, 'Z')
