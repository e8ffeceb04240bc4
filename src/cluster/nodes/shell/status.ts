/** Exit codes that a shell gives for others. */
export const Status = { notFound: 127, interrupted: 130, killed: 137 } as const
