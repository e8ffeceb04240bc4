/** What policies can tell Pods apart by: the labels, names of ports and addresses that they mention. Pods that are equal in these are one. */
import { blockContains, type AddressBlock, type AddressBytes } from '../address.ts'
import type { Labels } from '../state.ts'
import { blocksOfRules, rulesOfAll, type CompiledPolicies } from './compile.ts'
import type { PolicyPod } from './match.ts'
import type { CompiledSelector } from './selector.ts'
import { allOfTiers } from './tiers/compile-tiers.ts'

/** By key of a label: the values that selectors ask for. */
type Vocabulary = Map<string, Set<string>>

const learn = (vocabulary: Vocabulary, selector: CompiledSelector | undefined): void => {
  for (const { key, values } of selector ?? []) {
    const known = vocabulary.get(key) ?? new Set<string>()
    for (const value of values) known.add(value)
    vocabulary.set(key, known)
  }
}

/** A value that nothing asks for is like any other such value, but not like none at all. */
const inWords = (vocabulary: Vocabulary, labels: Labels): string => {
  let text = ''
  for (const [key, values] of vocabulary) {
    const value = labels[key]
    text += value === undefined ? '|' : values.has(value) ? `=${value}|` : '~|'
  }
  return text
}

/** A Pod in the words of the policies: equal texts, equal verdicts for all policies, ports and other ends. */
export type DescribePod = (pod: PolicyPod, addresses: readonly AddressBytes[]) => string

export const createDescription = (policies: CompiledPolicies): DescribePod => {
  const { all, byNamespace, tiers } = policies
  const podWords: Vocabulary = new Map()
  const namespaceWords: Vocabulary = new Map()
  const portNames = new Set<string>()
  const rules = rulesOfAll(policies)
  for (const { selector } of all) learn(podWords, selector)
  for (const { subject } of allOfTiers(tiers)) {
    learn(podWords, subject.pods)
    learn(namespaceWords, subject.namespaces)
  }
  for (const { peers = [], ports = [] } of rules) {
    for (const peer of peers) {
      if (peer.kind !== 'pods') continue
      learn(podWords, peer.podSelector)
      learn(namespaceWords, peer.namespaceSelector)
    }
    for (const { port } of ports) if (typeof port === 'string') portNames.add(port)
  }
  const blocks: readonly AddressBlock[] = blocksOfRules(rules)
  const ofNamespace = new Map<string, string>()
  const namespaceText = ({ namespace, namespaceLabels }: PolicyPod): string => {
    const known = ofNamespace.get(namespace)
    if (known !== undefined) return known
    // Policies select Pods of their own namespace, and so do peers without a namespaceSelector.
    const text = `${byNamespace.has(namespace) ? namespace : ''}/${inWords(namespaceWords, namespaceLabels)}`
    ofNamespace.set(namespace, text)
    return text
  }
  return (pod, addresses) => {
    const named = pod.ports
      .filter(({ name }) => name !== undefined && portNames.has(name))
      .map(({ name = '', containerPort, protocol = 'TCP' }) => `${name}=${containerPort}/${protocol}`)
    const inside = addresses.map((bytes) => blocks.map((block) => (blockContains(block, bytes) ? '1' : '0')).join(''))
    return `${namespaceText(pod)} ${inWords(podWords, pod.labels)} ${named.join()} ${inside.join()}`
  }
}
