/** Everything that a report can name as a cause, for `grade explain` and the site. */
import type { CauseText } from './causes/cause.ts'
import { CAUSES } from './causes/causes.ts'
import { REALITY_CAUSES } from './causes/reality/reality-causes.ts'
import { MANIFEST_CAUSES } from './manifests/manifest-causes.ts'

export const CATALOGUE: readonly CauseText[] = [...CAUSES, ...MANIFEST_CAUSES, ...REALITY_CAUSES]

/** Codes of earlier versions, which older reports may name, and what they are called now. */
export const OTHER_NAMES: Readonly<Record<string, string>> = {
  'pod-listens-on-loopback-only': 'container-listens-on-localhost',
  'service-traffic-is-local': 'service-local-policy-drops',
}

export const findCauseText = (code: string): CauseText | undefined =>
  CATALOGUE.find((cause) => cause.code === (OTHER_NAMES[code] ?? code))
