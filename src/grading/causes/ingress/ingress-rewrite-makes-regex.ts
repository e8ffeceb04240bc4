import type { Ingress } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { fitsPath } from '../../../network/ingress/matching.ts'
import type { Failure } from '../../failure.ts'
import { editOf, editsOf } from '../../repair/patch.ts'
import { routeHopOf } from '../evidence.ts'
import {
  askedUrl,
  ingressesIn,
  isSamePlace,
  pathsOfHost,
  REWRITE,
  rewriteTarget,
  USE_REGEX,
  usesRegex,
  type MeantPath,
} from './ingress-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** A rewrite-target makes regular expressions of all paths of its host. */
export const ingressRewriteMakesRegex: Cause = {
  code: 'ingress-rewrite-makes-regex',
  section: '4-2',
  title: words(
    'Another Ingress’s rewrite-target turns this host’s paths into regular expressions.',
    '다른 Ingress의 rewrite-target 때문에 이 호스트의 경로가 모두 정규식이 됩니다.',
  ),
  explanation: words(
    'As soon as one Ingress of a host uses rewrite-target or use-regex, ingress-nginx reads all paths of that host as regular expressions that are bound at their beginning only and ignore case; Exact no longer counts. Give the paths an end, such as /app$, or put the Ingress that rewrites on a host of its own.',
    '한 호스트의 Ingress 하나라도 rewrite-target이나 use-regex를 쓰면, ingress-nginx는 그 호스트의 모든 경로를 앞부분만 고정되고 대소문자를 가리지 않는 정규식으로 읽습니다. Exact도 효과가 없습니다. /app$처럼 경로의 끝을 정하거나, 경로를 바꾸는 Ingress를 다른 호스트에 두세요.',
  ),
  example: example(`
      kind: Ingress
      metadata:
        name: shop
      spec:
        rules:
          - host: example.com
            http:
              paths:
    -           - path: /app
    -             pathType: Exact
    +           - path: /app$
    +             pathType: ImplementationSpecific
      ---
      kind: Ingress
      metadata:
        name: cart
        annotations:
          nginx.ingress.kubernetes.io/rewrite-target: /
      spec:
        rules:
          - host: example.com
  `),
  matches: (failure) => {
    const found = findRegex(failure)
    if (found === undefined) return undefined
    const { taken, other } = found
    const asked = askedUrl(failure)?.pathname ?? ''
    return {
      where: taken.where,
      weight: 2,
      facts: [
        words(`asked for   ${asked}`, `요청한 경로   ${asked}`),
        words(
          `as an expression it fits   ${taken.path} (${taken.pathType})`,
          `정규식으로는 맞음   ${taken.path} (${taken.pathType})`,
        ),
        words(`expressions because of   ${other.metadata.name ?? ''}`, `정규식이 된 까닭   ${other.metadata.name ?? ''}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findRegex(failure)
    if (found === undefined || where === undefined) return []
    const { taken, other } = found
    const place = where.path.replace(/\.path$/u, '')
    const end = taken.pathType === 'Exact' ? '$' : '(/|$)'
    return [
      editOf(referenceTo(other), rewriteTarget(other) === undefined ? USE_REGEX : REWRITE, undefined),
      editsOf(where.object, [
        { path: where.path, value: `${taken.path}${end}` },
        { path: `${place}.pathType`, value: 'ImplementationSpecific' },
      ]),
    ]
  },
}

interface Regex {
  /** The path that has the request, which as a plain path it would not have. */
  readonly taken: MeantPath
  readonly other: Ingress
}

const findRegex = (failure: Failure): Regex | undefined => {
  const hop = routeHopOf(failure)
  const asked = askedUrl(failure)?.pathname
  if (hop?.rule === undefined || asked === undefined || !hop.semantics.includes('I15')) return undefined
  const { rule, requestedHost } = hop
  const taken = pathsOfHost(failure).find(({ where }) => isSamePlace(where, rule))
  const other = ingressesIn(failure).find(
    (ingress) =>
      ingress.metadata.name !== rule.object.name &&
      usesRegex(ingress) &&
      (ingress.spec?.rules ?? []).some(({ host }) => host === requestedHost),
  )
  return taken === undefined || other === undefined || fitsPath(taken, asked) ? undefined : { taken, other }
}
