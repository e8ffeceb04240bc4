/** Pairs of policies that are easily taken for each other, to be compared on the playground. */
import type { Words } from '../../../src/grading/words.ts'
import type { Language } from '../words.ts'

const policy = (name: string, spec: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: shop }\nspec:\n${spec}\n`

const DB = '  podSelector: { matchLabels: { app: db } }\n  policyTypes: [Ingress]'

interface Pair {
  readonly name: Words
  readonly a: string
  readonly b: string
}

const PAIRS: readonly Pair[] = [
  {
    name: { en: 'One peer with two selectors, or two peers', ko: '셀렉터 두 개인 피어 하나와 피어 두 개' },
    a: policy(
      'db-from-team',
      `${DB}
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { team: a } }
          podSelector: { matchLabels: { app: web } }`,
    ),
    b: policy(
      'db-from-team',
      `${DB}
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { team: a } }
        - podSelector: { matchLabels: { app: web } }`,
    ),
  },
  {
    name: { en: 'One policy with two rules, or two policies', ko: '규칙 두 개인 정책 하나와 정책 두 개' },
    a: policy(
      'db',
      `${DB}
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 5432 }]
    - from: [{ podSelector: { matchLabels: { app: metrics } } }]
      ports: [{ port: 9187 }]`,
    ),
    b: [
      policy(
        'db-from-web',
        `${DB}
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 5432 }]`,
      ),
      policy(
        'db-from-metrics',
        `${DB}
  ingress:
    - from: [{ podSelector: { matchLabels: { app: metrics } } }]
      ports: [{ port: 9187 }]`,
      ),
    ].join('---\n'),
  },
  {
    name: { en: 'No rule, or one empty rule', ko: '규칙 없음과 빈 규칙 하나' },
    a: policy('db', `${DB}\n  ingress: []`),
    b: policy('db', `${DB}\n  ingress: [{}]`),
  },
  {
    name: { en: 'A range of ports, which not every plugin knows', ko: '모든 플러그인이 알지는 못하는 포트 범위' },
    a: policy('db', `${DB}\n  ingress:\n    - ports: [{ port: 5432, endPort: 5433 }]`),
    b: policy('db', `${DB}\n  ingress:\n    - ports: [{ port: 5432 }, { port: 5433 }]`),
  },
]

/** By their names in that language. */
export const pairsIn = (language: Language): Readonly<Record<string, readonly [a: string, b: string]>> =>
  Object.fromEntries(PAIRS.map(({ name, a, b }) => [name[language], [a, b] as const]))
