import type { Ingress } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf, editsOf } from '../../repair/patch.ts'
import type { Failure } from '../../failure.ts'
import { askedUrl, ingressesIn, isMisrouted, REWRITE, USE_REGEX, usesRegex } from './ingress-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** A path is written as a regular expression, and nothing makes ingress-nginx read it as one. */
export const ingressRegexIsOff: Cause = {
  code: 'ingress-regex-is-off',
  section: '4-2',
  title: words('The path is a regular expression that is read letter by letter.', '정규식으로 쓴 경로가 글자 그대로 읽힙니다.'),
  explanation: words(
    'ingress-nginx reads paths as regular expressions only where an Ingress of the host has the annotation rewrite-target or use-regex, spelt exactly nginx.ingress.kubernetes.io/…. Other annotations are ignored without a word.',
    'ingress-nginx는 그 호스트의 Ingress에 rewrite-target이나 use-regex 애너테이션이 있을 때만 경로를 정규식으로 읽으며, 이름은 nginx.ingress.kubernetes.io/…로 정확히 써야 합니다. 다른 애너테이션은 아무 말 없이 무시됩니다.',
  ),
  example: example(`
      kind: Ingress
      metadata:
        annotations:
    -     nginx.ingress.kubernetes.io/rewrite-targets: /$2
    +     nginx.ingress.kubernetes.io/rewrite-target: /$2
      spec:
        rules:
          - http:
              paths:
                - path: /app(/|$)(.*)
                  pathType: ImplementationSpecific
  `),
  matches: (failure) => {
    const ingress = findLiteral(failure)
    if (ingress === undefined) return undefined
    const others = annotationsOf(ingress).join(', ') || '<none>'
    return {
      where: { object: referenceTo(ingress), path: 'metadata.annotations' },
      weight: 2,
      facts: [
        words(`paths   ${expressionsOf(ingress).join(', ')}`, `경로   ${expressionsOf(ingress).join(', ')}`),
        words(`annotations   ${others}`, `애너테이션   ${others}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const ingress = findLiteral(failure)
    if (ingress === undefined || where === undefined) return []
    const odd = annotationsOf(ingress).filter((name) => /rewrite/u.test(name))
    const target = odd.map((name) => ingress.metadata.annotations?.[name]).find((value) => value !== undefined) ?? '/$2'
    const gone = odd.map((name) => ({ path: `metadata.annotations[${name}]`, value: undefined }))
    return [
      editsOf(where.object, [...gone, { path: REWRITE, value: target }]),
      editOf(where.object, REWRITE, '/$2'),
      editOf(where.object, USE_REGEX, 'true'),
    ]
  },
}

const annotationsOf = ({ metadata }: Ingress): readonly string[] =>
  Object.keys(metadata.annotations ?? {}).filter((name) => !name.startsWith('kubectl.kubernetes.io/'))

const expressionsOf = ({ spec }: Ingress): readonly string[] =>
  (spec?.rules ?? []).flatMap(({ http }) =>
    (http?.paths ?? []).flatMap(({ path = '/' }) => (/[()$*|^]/u.test(path) ? [path] : [])),
  )

const findLiteral = (failure: Failure): Ingress | undefined => {
  const host = askedUrl(failure)?.hostname
  if (host === undefined || !isMisrouted(failure)) return undefined
  const ofHost = ingressesIn(failure).filter(({ spec }) =>
    spec?.rules?.some((rule) => rule.host === undefined || rule.host === host),
  )
  return ofHost.some(usesRegex) ? undefined : ofHost.find((ingress) => expressionsOf(ingress).length > 0)
}
