import type { FieldReference } from '../../../kubernetes/object.ts'
import { askAll } from '../../checks/connections.ts'
import type { Failure } from '../../failure.ts'
import { editOf, type Patch } from '../../repair/patch.ts'
import { isTooClosed, isTooOpen, policyHopOf } from '../evidence.ts'
import { wantedRules } from './wanted-rule.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { ko } from '../../korean.ts'

/** A rule names those who were to be kept out: it lets them in. */
export const policyTriesToDeny: Cause = {
  code: 'policy-tries-to-deny',
  section: '3-1',
  title: words('The rule lets in whom it was meant to keep out.', '막으려던 대상을 규칙이 오히려 허용합니다.'),
  explanation: words(
    'A NetworkPolicy has no rule that denies. Whatever stands under from or to is allowed, whatever the policy’s name says, and everybody else is kept out. Name those who may, not those who may not.',
    'NetworkPolicy에는 거부하는 규칙이 없습니다. 정책의 이름과 관계없이 from이나 to에 적힌 것은 허용되고 나머지는 막힙니다. 막을 대상이 아니라 허용할 대상을 적으세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      metadata:
        name: deny-visitors
      spec:
        podSelector: {}
        ingress:
          - from:
              - podSelector:
                  matchLabels:
    -               role: visitor
    +               role: customer
  `),
  matches: (failure) => {
    const rule = findInverted(failure)
    if (rule === undefined) return undefined
    return {
      where: rule,
      weight: 2,
      facts: [
        words(
          `${rule.object.name} ${rule.path} allows those who are to be kept out, and nobody who may come in`,
          ko(`${rule.object.name} ${rule.path}은(는) 막아야 할 대상만 허용하고, 들어와도 되는 대상은 허용하지 않습니다`),
        ),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const hop = policyHopOf(failure)
    if (where === undefined || hop === undefined) return []
    const instead = wantedRules(failure, hop.pod).flatMap((rule): readonly Patch[] => [
      editOf(where.object, `${where.path}.from`, rule.from),
      editOf(where.object, where.path, rule),
    ])
    return [...instead, { changes: [{ kind: 'delete', object: where.object }] }]
  },
}

/** The rules that let through what checks of one kind ask about. */
const allowingRules = ({ task, snapshot }: Failure, kind: 'connects' | 'blocked'): readonly FieldReference[] =>
  task.checks.flatMap(({ spec }) =>
    spec.kind === kind
      ? askAll(snapshot, spec).asked.flatMap(({ outcomes }) =>
          outcomes
            .filter(({ verdict }) => verdict === 'connected')
            .flatMap(({ walk }) =>
              walk.hops.flatMap((hop) => (hop.kind === 'policy' && hop.direction === 'ingress' ? hop.allowedBy : [])),
            ),
        )
      : [],
  )

const isSame = (one: FieldReference, other: FieldReference): boolean =>
  one.path === other.path && one.object.name === other.object.name && one.object.namespace === other.object.namespace

const findInverted = (failure: Failure): FieldReference | undefined => {
  if ((!isTooClosed(failure) && !isTooOpen(failure)) || (policyHopOf(failure)?.isolatedBy ?? []).length !== 1) return undefined
  const isolating = policyHopOf(failure)?.isolatedBy ?? []
  const wanted = allowingRules(failure, 'connects')
  return allowingRules(failure, 'blocked').find(
    (rule) => isolating.some(({ name }) => name === rule.object.name) && !wanted.some((other) => isSame(rule, other)),
  )
}
