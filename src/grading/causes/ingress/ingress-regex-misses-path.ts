import { compilePattern } from '../../../network/http/pattern.ts'
import type { Failure } from '../../failure.ts'
import {
  askedUrl,
  ingressesIn,
  isMisrouted,
  meantPaths,
  rewriteRepairs,
  usesRegex,
  type MeantPath,
} from './ingress-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The regular expression of a path does not fit what was asked for. */
export const ingressRegexMissesPath: Cause = {
  code: 'ingress-regex-misses-path',
  section: '4-2',
  title: words('The path’s regular expression does not fit the request.', '경로의 정규식이 요청과 맞지 않습니다.'),
  explanation: words(
    'An expression has to fit the request from its beginning: /app/(.*) fits /app/x, but not /app, and /app(.*) fits /apple too. /app(/|$)(.*) takes /app itself and all below it, and nothing else.',
    '정규식은 요청의 처음부터 맞아야 합니다. /app/(.*)은 /app/x에는 맞지만 /app에는 맞지 않고, /app(.*)은 /apple에도 맞습니다. /app(/|$)(.*)은 /app과 그 아래만 받습니다.',
  ),
  example: example(`
      kind: Ingress
      metadata:
        annotations:
          nginx.ingress.kubernetes.io/rewrite-target: /$2
      spec:
        rules:
          - http:
              paths:
    -           - path: /app/(.*)
    +           - path: /app(/|$)(.*)
                  pathType: ImplementationSpecific
  `),
  matches: (failure) => {
    const found = findMissing(failure)
    if (found === undefined) return undefined
    const asked = askedUrl(failure)?.pathname ?? ''
    return {
      where: found.where,
      weight: 2,
      facts: [
        words(`asked for   ${asked}`, `요청한 경로   ${asked}`),
        words(`the expression   ${found.path}`, `정규식   ${found.path}`),
      ],
    }
  },
  repairs: rewriteRepairs,
}

const findMissing = (failure: Failure): MeantPath | undefined => {
  const asked = askedUrl(failure)?.pathname
  if (asked === undefined || !isMisrouted(failure) || !ingressesIn(failure).some(usesRegex)) return undefined
  return meantPaths(failure).find(
    ({ path }) =>
      path.length > 1 &&
      compilePattern(`^${path}`)?.(asked) === undefined &&
      compilePattern(`^${path}`)?.(`${asked}/`) !== undefined,
  )
}
