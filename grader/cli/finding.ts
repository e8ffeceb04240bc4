/** What `grade doctor` finds. */
export interface Finding {
  readonly what: string
  readonly found: string
  readonly good: boolean
  /** How it is mended; where it is good nobody is told. */
  readonly todo?: string
}
