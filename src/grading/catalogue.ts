/** Everything that a report can name as a cause, for `grade explain` and the site. */
import type { CauseText } from './causes/cause.ts'
import { CAUSES } from './causes/causes.ts'
import { MANIFEST_CAUSES } from './manifests/manifest-causes.ts'

export const CATALOGUE: readonly CauseText[] = [...CAUSES, ...MANIFEST_CAUSES]

export const findCauseText = (code: string): CauseText | undefined => CATALOGUE.find((cause) => cause.code === code)
