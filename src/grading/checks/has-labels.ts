import type { Labels } from './specs.ts'

/** True where all of these labels are there; without any wanted, always. */
export const hasLabels = (wanted: Labels, found: Labels | undefined): boolean =>
  Object.entries(wanted).every(([key, value]) => found?.[key] === value)
