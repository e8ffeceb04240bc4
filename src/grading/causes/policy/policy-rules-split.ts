import { isJsonObject, isList } from '../../../kubernetes/json.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { isTooOpen, policyHopOf } from '../evidence.ts'
import { fieldOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** Peers and ports of one wish stand in two rules, either of which is enough. */
export const policyRulesSplit: Cause = {
  code: 'policy-rules-split',
  section: '3-2',
  title: words(
    'from and ports stand in two rules: either rule lets traffic in.',
    'from과 ports가 두 규칙으로 나뉘어 있어 둘 중 하나만 맞아도 허용됩니다.',
  ),
  explanation: words(
    'Each dash under ingress begins a rule of its own. A rule without from lets everybody in on its ports, and one without ports lets its peers in on all ports. For “these clients, on this port”, write both in one rule.',
    'ingress 아래의 하이픈 하나가 별개의 규칙입니다. from이 없는 규칙은 그 포트로 누구나, ports가 없는 규칙은 그 상대를 모든 포트로 들여보냅니다. “이 클라이언트를 이 포트로”라는 뜻이면 한 규칙에 함께 쓰세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - from:
              - podSelector:
                  matchLabels:
                    role: client
    -     - ports:
    +       ports:
              - port: 80
  `),
  matches: (failure) => {
    const found = findSplit(failure)
    if (found === undefined) return undefined
    const { where } = found
    return {
      where,
      weight: 2,
      facts: [words(`${where.path} alone lets this connection in`, `${where.path}만으로 이 연결이 허용됩니다`)],
    }
  },
  repairs: (failure) => {
    const found = findSplit(failure)
    return found === undefined ? [] : [editOf(found.where.object, found.list, found.merged)]
  },
}

interface Split {
  readonly where: FieldReference
  /** `spec.ingress` */
  readonly list: string
  readonly merged: readonly unknown[]
}

/** The allowing rule has peers or ports alone, and a neighbour has what it lacks. */
const findSplit = (failure: Failure): Split | undefined => {
  if (!isTooOpen(failure)) return undefined
  for (const where of policyHopOf(failure)?.allowedBy ?? []) {
    const list = where.path.replace(/\[\d+\]$/u, '')
    const at = Number(/\[(\d+)\]$/u.exec(where.path)?.[1] ?? 0)
    const rules = fieldOf(failure, { object: where.object, path: list })
    if (!isList(rules)) continue
    const merged = mergeAt(rules, at)
    if (merged !== undefined) return { where, list, merged }
  }
  return undefined
}

const keysOf = (rule: unknown): string => (isJsonObject(rule) ? Object.keys(rule).join() : '')

const mergeAt = (rules: readonly unknown[], at: number): readonly unknown[] | undefined => {
  const rule = rules[at]
  const wanted = ['from', 'to'].includes(keysOf(rule)) ? /^ports$/u : /^(?:from|to)$/u
  const isLone = /^(?:from|to|ports)$/u.test(keysOf(rule))
  const other = [at - 1, at + 1].find((index) => isLone && wanted.test(keysOf(rules[index])))
  if (other === undefined || !isJsonObject(rule)) return undefined
  const neighbour = rules[other]
  if (!isJsonObject(neighbour)) return undefined
  return rules.flatMap((one, index) => (index === other ? [] : index === at ? [{ ...neighbour, ...rule }] : [one]))
}
