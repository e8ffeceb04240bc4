import { isSimplePattern, loadPatternEngine } from './http/pattern.ts'
import type { Snapshot } from './model.ts'
import { indexSnapshot } from './state.ts'

/** Loads what `request` needs besides for this snapshot: nothing, unless an Ingress path is an unusual regular expression. */
export async function prepareRequests(snapshot: Snapshot): Promise<void> {
  const paths = indexSnapshot(snapshot).ingresses.flatMap(({ spec }) =>
    (spec?.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ path = '/' }) => path)),
  )
  if (!paths.every(isSimplePattern)) await loadPatternEngine()
}
