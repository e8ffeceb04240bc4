import { editOf } from '../../repair/patch.ts'
import { isList, isJsonObject } from '../../../kubernetes/json.ts'
import type { Failure } from '../../failure.ts'
import { askedUrl, fieldOfIngress, isMisrouted, meantPaths, type MeantPath } from './ingress-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** Prefix compares whole path elements. */
export const ingressPrefixIsByElement: Cause = {
  code: 'ingress-prefix-is-by-element',
  section: '4-1',
  title: words(
    'A Prefix path compares whole elements, not letters.',
    'Prefix 경로는 글자가 아니라 경로 요소 단위로 비교됩니다.',
  ),
  explanation: words(
    'A path of type Prefix fits where its elements, split by slashes, are the first ones of the request: /app fits /app, /app/ and /app/x, but not /apple. Write a path for the other one too.',
    'Prefix 경로는 슬래시로 나눈 요소가 요청의 앞부분과 같을 때 맞습니다. /app은 /app, /app/, /app/x에는 맞지만 /apple에는 맞지 않습니다. 다른 경로도 따로 쓰세요.',
  ),
  example: example(`
      kind: Ingress
      spec:
        rules:
          - http:
              paths:
    -           - path: /app
    +           - path: /apple
                  pathType: Prefix
  `),
  matches: (failure) => {
    const found = findLetters(failure)
    const asked = askedUrl(failure)?.pathname ?? ''
    if (found === undefined) return undefined
    return {
      where: found.where,
      weight: 2,
      facts: [
        words(`asked for   ${asked}`, `요청한 경로   ${asked}`),
        words(
          `the rule   ${found.path} (Prefix) ends within an element of it`,
          `규칙   ${found.path} (Prefix), 요소 중간에서 끝남`,
        ),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const asked = askedUrl(failure)?.pathname
    const found = findLetters(failure)
    if (where === undefined || asked === undefined || found === undefined) return []
    const list = where.path.replace(/\[\d+\]\.path$/u, '')
    const paths = fieldOfIngress(failure, { object: where.object, path: list })
    const own = fieldOfIngress(failure, { object: where.object, path: where.path.replace(/\.path$/u, '') })
    const more =
      isList(paths) && isJsonObject(own) ? [editOf(where.object, `${list}[${paths.length}]`, { ...own, path: asked })] : []
    return [editOf(where.object, where.path, asked), ...more]
  },
}

/** A path whose letters the request begins with, but not as whole elements. */
const findLetters = (failure: Failure): MeantPath | undefined => {
  const asked = askedUrl(failure)?.pathname
  if (asked === undefined || !isMisrouted(failure)) return undefined
  return meantPaths(failure).find(
    ({ path, pathType }) =>
      pathType !== 'Exact' &&
      path.length > 1 &&
      !path.endsWith('/') &&
      asked.startsWith(path) &&
      !asked.startsWith(`${path}/`) &&
      asked !== path,
  )
}
