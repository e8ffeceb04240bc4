/** What tells a server how to serve: groups, queues, admission, devices. */
import { getPath } from '../../../kubernetes/field-path.ts'
import { isAPIService, isFlowSchema } from '../../../kubernetes/guards.ts'
import { isList } from '../../../kubernetes/json.ts'
import type { APIService, FlowSchema } from '../../../kubernetes/generated/types.ts'
import { NONE, text, type Column, type Printer } from './printer.ts'
import { aged, countOf, valueOr, type Show } from './show.ts'

const integer = (name: string): Column => ({ ...text(name), type: 'integer' })

const serviceText = ({ spec }: APIService): string =>
  spec?.service === undefined ? 'Local' : `${spec.service.namespace ?? ''}/${spec.service.name ?? ''}`

const availableText = ({ status }: APIService): string => {
  const available = (status?.conditions ?? []).find(({ type }) => type === 'Available')
  if (available === undefined) return 'Unknown'
  return available.status === 'True' ? 'True' : `${available.status} (${available.reason ?? ''})`
}

const ofApiService =
  (show: (service: APIService) => string): Show =>
  (object) =>
    isAPIService(object) ? show(object) : ''

const missesLevel = ({ status }: FlowSchema): string =>
  (status?.conditions ?? []).find(({ type }) => type === 'Dangling')?.status ?? '?'

const paramKind: Show = (object) => {
  const [version, kind] = ['apiVersion', 'kind'].map((name) => getPath(object, ['spec', 'paramKind', name]))
  return typeof version === 'string' && typeof kind === 'string' ? `${version}/${kind}` : '<unset>'
}

const paramRef: Show = (object) => {
  const [name, namespace] = ['name', 'namespace'].map((field) => getPath(object, ['spec', 'paramRef', field]))
  if (typeof name !== 'string') return '<unset>'
  return `${typeof namespace === 'string' ? namespace : '*'}/${name}`
}

const claimState: Show = (object) => {
  const isDeleted = object.metadata.deletionTimestamp !== undefined
  const reserved = getPath(object, ['status', 'reservedFor'])
  const isAllocated = getPath(object, ['status', 'allocation']) !== undefined
  const states = [
    ...(isDeleted ? ['deleted'] : []),
    ...(isAllocated ? ['allocated'] : isDeleted ? [] : ['pending']),
    ...(isAllocated && isList(reserved) && reserved.length > 0 ? ['reserved'] : []),
  ]
  return states.join(',')
}

const webhooks = aged([[integer('Webhooks'), countOf('webhooks')]])
const queuing = (field: string): Show => valueOr(`spec.limited.limitResponse.queuing.${field}`, NONE)

/** By the resource's name. */
export const SERVER_PRINTERS: Readonly<Record<string, Printer>> = {
  'apiservices.apiregistration.k8s.io': aged([
    [text('Service'), ofApiService(serviceText)],
    [text('Available'), ofApiService(availableText)],
  ]),
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': webhooks,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': webhooks,
  'validatingadmissionpolicies.admissionregistration.k8s.io': aged([
    [integer('Validations'), countOf('spec.validations')],
    [text('ParamKind'), paramKind],
  ]),
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': aged([
    [text('PolicyName'), valueOr('spec.policyName', '')],
    [text('ParamRef'), paramRef],
  ]),
  'flowschemas.flowcontrol.apiserver.k8s.io': aged(
    [
      [text('PriorityLevel'), valueOr('spec.priorityLevelConfiguration.name', '')],
      [text('MatchingPrecedence'), valueOr('spec.matchingPrecedence', 0)],
      [text('DistinguisherMethod'), valueOr('spec.distinguisherMethod.type', NONE)],
    ],
    [[text('MissingPL'), (object) => (isFlowSchema(object) ? missesLevel(object) : '?')]],
  ),
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': aged([
    [text('Type'), valueOr('spec.type', '')],
    [text('NominalConcurrencyShares'), valueOr('spec.limited.nominalConcurrencyShares', NONE)],
    [text('Queues'), queuing('queues')],
    [text('HandSize'), queuing('handSize')],
    [text('QueueLengthLimit'), queuing('queueLengthLimit')],
  ]),
  'runtimeclasses.node.k8s.io': aged([[text('Handler'), valueOr('handler', '')]]),
  'resourceclaims.resource.k8s.io': aged([[text('State'), claimState]]),
  'resourceslices.resource.k8s.io': aged([
    [text('Node'), valueOr('spec.nodeName', '')],
    [text('Driver'), valueOr('spec.driver', '')],
    [text('Pool'), valueOr('spec.pool.name', '')],
  ]),
}
