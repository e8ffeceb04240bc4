/** Exit codes that a shell gives for others. */
export const Status = { notFound: 127, killed: 137 } as const
