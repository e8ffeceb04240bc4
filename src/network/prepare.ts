import type { HTTPRoute } from '../kubernetes/extensions/gateway-api/types.ts'
import { isSimplePattern, loadPatternEngine } from './http/pattern.ts'
import type { Snapshot } from './model.ts'
import { indexSnapshot } from './state.ts'

/** Loads what `request` needs besides for this snapshot: nothing, unless a path or a match is an unusual regular expression. */
export async function prepareRequests(snapshot: Snapshot): Promise<void> {
  const { ingresses, httpRoutes } = indexSnapshot(snapshot)
  const paths = ingresses.flatMap(({ metadata, spec }) => [
    ...(spec?.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ path = '/' }) => path)),
    metadata.annotations?.['nginx.ingress.kubernetes.io/canary-by-header-pattern'] ?? '',
  ])
  if (![...paths, ...httpRoutes.flatMap(patternsOf)].every(isSimplePattern)) await loadPatternEngine()
}

/** The regular expressions of a route. */
const patternsOf = ({ spec }: HTTPRoute): readonly string[] =>
  (spec?.rules ?? []).flatMap(({ matches = [] }) =>
    matches.flatMap(({ path, headers = [], queryParams = [] }) =>
      [path, ...headers, ...queryParams].flatMap((match) => (match?.type === 'RegularExpression' ? [match.value ?? ''] : [])),
    ),
  )
