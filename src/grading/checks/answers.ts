/** Whose address a look-up has to give. */
import { isPod, isService } from '../../kubernetes/guards.ts'
import type { ObjectReference } from '../../kubernetes/object.ts'
import type { Snapshot } from '../../network/model.ts'
import { addressesOfPod, clusterIpsOf } from '../../network/state.ts'
import { namespacedName, requiredText, child, onlyFields, type SpecReader } from './read-spec.ts'
import type { AnswerSpec } from './specs.ts'

export const readAnswers = (parent: SpecReader): AnswerSpec | undefined => {
  const reader = child(parent, 'answers')
  onlyFields(reader, ['service', 'pod', 'address'])
  const service = namespacedName(reader, 'service')
  if (service !== undefined) return { service }
  const pod = namespacedName(reader, 'pod')
  return pod === undefined ? { address: requiredText(reader, 'address') } : { pod }
}

export const referenceOfAnswer = (answers: AnswerSpec): ObjectReference | undefined => {
  if ('address' in answers) return undefined
  return 'service' in answers ? { kind: 'Service', ...answers.service } : { kind: 'Pod', ...answers.pod }
}

/** The addresses of what is named; empty where it does not exist or has none. */
export const addressesOf = (snapshot: Snapshot, answers: AnswerSpec): readonly string[] => {
  if ('address' in answers) return [answers.address]
  const reference = referenceOfAnswer(answers)
  const object = snapshot.objects.find(
    ({ kind, metadata }) =>
      kind === reference?.kind && metadata.name === reference.name && metadata.namespace === reference.namespace,
  )
  if (object === undefined) return []
  if (isService(object)) return clusterIpsOf(object)
  return isPod(object) ? addressesOfPod(object) : []
}

/** Names under which DNS gives these addresses, the full one last; empty where only an address is asked for. */
export const namesOf = (answers: AnswerSpec, addresses: readonly string[], domain: string): readonly string[] => {
  if ('address' in answers) return []
  if ('service' in answers) {
    const { name, namespace } = answers.service
    return [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.${domain}`]
  }
  return addresses.flatMap((address) => {
    const name = `${address.replace(/[.:]/gu, '-')}.${answers.pod.namespace}.pod`
    return [name, `${name}.${domain}`]
  })
}
