/** What grading one submission may take. */
export interface Effort {
  readonly timeoutMs: number
  readonly memoryMb: number
}

export const EFFORT: Effort = { timeoutMs: 30_000, memoryMb: 512 }
