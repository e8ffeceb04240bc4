import { editOf } from '../../repair/patch.ts'
import type { Failure } from '../../failure.ts'
import { hasElementPrefix } from '../../../network/ingress/matching.ts'
import { askedUrl, isMisrouted, meantPaths, type MeantPath } from './ingress-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** An Exact path fits that one path alone. */
export const ingressExactTrailingSlash: Cause = {
  code: 'ingress-exact-trailing-slash',
  section: '4-1',
  title: words(
    'An Exact path fits no other path, not even with a slash behind it.',
    'Exact 경로는 뒤에 슬래시가 붙은 경로에도 맞지 않습니다.',
  ),
  explanation: words(
    'A path of type Exact is compared letter by letter: /app fits neither /app/ nor /app/x. For a path and all below it, write pathType: Prefix.',
    'Exact 경로는 글자 그대로 비교됩니다. /app은 /app/에도 /app/x에도 맞지 않습니다. 그 경로와 아래 경로를 모두 뜻하려면 pathType: Prefix를 쓰세요.',
  ),
  example: example(`
      kind: Ingress
      spec:
        rules:
          - http:
              paths:
                - path: /app
    -             pathType: Exact
    +             pathType: Prefix
  `),
  matches: (failure) => {
    const found = findExact(failure)
    const asked = askedUrl(failure)?.pathname ?? ''
    if (found === undefined) return undefined
    return {
      where: { object: found.where.object, path: found.where.path.replace(/\.path$/u, '.pathType') },
      weight: 2,
      facts: [
        words(`asked for   ${asked}`, `요청한 경로   ${asked}`),
        words(`the rule   ${found.path} (Exact)`, `규칙   ${found.path} (Exact)`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findExact(failure)
    const asked = askedUrl(failure)?.pathname
    if (found === undefined || asked === undefined || where === undefined) return []
    const isSlashAlone = withoutSlash(found.path) === withoutSlash(asked)
    return [
      editOf(where.object, where.path, 'Prefix'),
      ...(isSlashAlone ? [editOf(found.where.object, found.where.path, asked)] : []),
    ]
  },
}

const withoutSlash = (path: string): string => path.replace(/\/$/u, '')

const findExact = (failure: Failure): MeantPath | undefined => {
  const asked = askedUrl(failure)?.pathname
  if (asked === undefined || !isMisrouted(failure)) return undefined
  return meantPaths(failure).find(
    ({ path, pathType }) => pathType === 'Exact' && path !== asked && hasElementPrefix(asked, path),
  )
}
