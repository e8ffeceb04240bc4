/** Whose address a look-up has to give. */
import type { Service } from '../../kubernetes/generated/types.ts'
import { isPod, isService } from '../../kubernetes/guards.ts'
import type { ObjectReference } from '../../kubernetes/object.ts'
import type { Snapshot } from '../../network/model.ts'
import { slicesOf } from '../../network/service/endpoints.ts'
import { addressesOfPod, clusterIpsOf, indexSnapshot } from '../../network/state.ts'
import { namespacedName, requiredText, child, onlyFields, text, type SpecReader } from './read-spec.ts'
import type { AnswerSpec } from './specs.ts'

export const readAnswers = (parent: SpecReader): AnswerSpec | undefined => {
  const reader = child(parent, 'answers')
  onlyFields(reader, ['service', 'headless', 'pod', 'subdomain', 'address'])
  const service = namespacedName(reader, 'service')
  if (service !== undefined) return { service, ...(reader.value['headless'] === true ? { headless: true } : {}) }
  const pod = namespacedName(reader, 'pod')
  if (pod === undefined) return { address: requiredText(reader, 'address') }
  const subdomain = text(reader, 'subdomain')
  return { pod, ...(subdomain === undefined ? {} : { subdomain }) }
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
  if (isService(object)) return 'headless' in answers ? addressesBehind(snapshot, object) : clusterIpsOf(object)
  return isPod(object) ? addressesOfPod(object) : []
}

/** DNS answers for a headless Service with its ready endpoints. */
const addressesBehind = (snapshot: Snapshot, service: Service): readonly string[] =>
  slicesOf(indexSnapshot(snapshot), service).flatMap(({ endpoints }) =>
    endpoints.flatMap(({ addresses, conditions }) => (conditions?.ready === false ? [] : addresses)),
  )

/** A name of a Service, or of a Pod below it, from the shortest to the full one. */
const inNamespace = (name: string, namespace: string, domain: string): readonly string[] => [
  name,
  `${name}.${namespace}`,
  `${name}.${namespace}.svc`,
  `${name}.${namespace}.svc.${domain}`,
]

/** Names under which DNS gives these addresses, the full one last; empty where only an address is asked for. */
export const namesOf = (answers: AnswerSpec, addresses: readonly string[], domain: string): readonly string[] => {
  if ('address' in answers) return []
  if ('service' in answers) return inNamespace(answers.service.name, answers.service.namespace, domain)
  if (answers.subdomain !== undefined)
    return inNamespace(`${answers.pod.name}.${answers.subdomain}`, answers.pod.namespace, domain)
  return addresses.flatMap((address) => {
    const name = `${address.replace(/[.:]/gu, '-')}.${answers.pod.namespace}.pod`
    return [name, `${name}.${domain}`]
  })
}
