/** What a policy says without effect whatever the others say: found by reading it alone. */
import { METADATA_NAME } from '../../../kubernetes/labels.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import { blockContains, type AddressBlock } from '../../address.ts'
import type { CompiledPolicy } from '../../policy/compile.ts'
import { selectorMatches, type CompiledSelector } from '../../policy/selector.ts'
import { rangesOfPeer } from '../atoms.ts'
import { DIRECTIONS } from './lint-parts.ts'
import { another } from '../situation.ts'

export type CertainKind = 'selects-nothing' | 'rules-ignored' | 'empty-block' | 'exception-in-exception'

interface CertainFinding {
  readonly kind: CertainKind
  readonly where: FieldReference
}

/**
 * Keys are independent: a selector can be met where each of its keys has a value, or an absence, that meets all said of it. Every
 * namespace has the label with its name (N15).
 */
export const canMatch = (selector: CompiledSelector, isOfNamespaces: boolean): boolean =>
  [...new Set(selector.map(({ key }) => key))].every((key) => {
    const asked = selector.filter((requirement) => requirement.key === key)
    const values = asked.flatMap((requirement) => [...requirement.values])
    const isGiven = isOfNamespaces && asked.some(({ key }) => key === METADATA_NAME)
    return [...(isGiven ? [] : [undefined]), ...values, another(values)].some((value) =>
      selectorMatches(asked, value === undefined ? {} : { [key]: value }),
    )
  })

/** Selectors whose conditions contradict each other. */
export const emptySelectors = ({ reference: object, selector, rules }: CompiledPolicy): readonly CertainFinding[] => {
  const found = (path: string): CertainFinding => ({ kind: 'selects-nothing', where: { object, path } })
  return [
    ...(canMatch(selector, false) ? [] : [found('spec.podSelector')]),
    ...[...rules.ingress, ...rules.egress]
      .flatMap(({ peers = [] }) => peers)
      .flatMap((peer) =>
        peer.kind !== 'pods'
          ? []
          : (['podSelector', 'namespaceSelector'] as const)
              .filter((field) => !canMatch(peer[field] ?? [], field === 'namespaceSelector'))
              .map((field) => found(`${peer.path}.${field}`)),
      ),
  ]
}

/** Rules of directions that policyTypes leaves out (N7). */
export const ignoredRules = ({ reference: object, isolates, rules }: CompiledPolicy): readonly CertainFinding[] =>
  DIRECTIONS.filter((direction) => !isolates[direction] && rules[direction].length > 0).map((direction) => ({
    kind: 'rules-ignored',
    where: { object, path: `spec.${direction}` },
  }))

const FAMILIES = ['IPv4', 'IPv6'] as const

/** Blocks of which the exceptions leave nothing, and exceptions within exceptions; of two that are equal, the later. */
export const oddBlocks = ({ reference: object, rules }: CompiledPolicy): readonly CertainFinding[] =>
  [...rules.ingress, ...rules.egress]
    .flatMap(({ peers = [] }) => peers)
    .flatMap((peer): readonly CertainFinding[] => {
      if (peer.kind !== 'block') return []
      const path = `${peer.path}.ipBlock`
      if (FAMILIES.every((family) => rangesOfPeer(peer, family).length === 0))
        return [{ kind: 'empty-block', where: { object, path } }]
      return peer.except.flatMap((hole, index) =>
        peer.except.some((other, at) => at !== index && isInside(hole, other) && (!isInside(other, hole) || at < index))
          ? [{ kind: 'exception-in-exception', where: { object, path: `${path}.except[${index}]` } }]
          : [],
      )
    })

const isInside = (inner: AddressBlock, outer: AddressBlock): boolean =>
  inner.prefixLength >= outer.prefixLength && blockContains(outer, inner.bytes)
