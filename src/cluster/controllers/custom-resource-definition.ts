/** Accepts the names of custom kinds, which are served from then on, and removes their objects with them. @see kubernetes apiextensions-apiserver pkg/controller, v1.34 */
import type { CustomResourceDefinition, CustomResourceDefinitionCondition } from '../../kubernetes/generated/types.ts'
import { isCustomResourceDefinition } from '../../kubernetes/guards.ts'
import { isEqual } from '../../kubernetes/json.ts'
import { RESOURCES } from '../../kubernetes/resources.ts'
import { DEFINITIONS } from '../custom/served.ts'
import { toTimestamp } from '../time.ts'
import type { Controller, ControllerContext } from './controller.ts'

const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io'
const RETRY_MS = 50

type Finding = Omit<CustomResourceDefinitionCondition, 'lastTransitionTime'>

/** Which of a definition's names somebody else has in the same group; definitions that came earlier keep theirs. */
const takenName = (definition: CustomResourceDefinition, context: ControllerContext): string | undefined => {
  const { group, names } = definition.spec
  const builtIn = RESOURCES.filter((info) => info.group === group).flatMap(({ plural, singular, kind }) => [
    plural,
    singular,
    kind,
  ])
  const others = context.store
    .list(DEFINITIONS)
    .filter(isCustomResourceDefinition)
    .filter((other) => other.metadata.uid !== definition.metadata.uid && other.spec.group === group)
    .flatMap(({ status }) => {
      const { plural = '', singular = '', kind = '', shortNames = [] } = status?.acceptedNames ?? {}
      return [plural, singular, kind, ...shortNames]
    })
  const taken = new Set([...builtIn, ...others].filter(Boolean))
  return [names.plural, names.singular ?? '', names.kind, ...(names.shortNames ?? [])].find((name) => taken.has(name))
}

const findingsOf = (taken: string | undefined): readonly Finding[] =>
  taken === undefined
    ? [
        { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
        {
          type: 'Established',
          status: 'True',
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        },
      ]
    : [
        {
          type: 'NamesAccepted',
          status: 'False',
          reason: 'KindConflict',
          message: `${JSON.stringify(taken)} is already in use`,
        },
        { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' },
      ]

const conditionsOf = (
  { status }: CustomResourceDefinition,
  findings: readonly Finding[],
  nowMs: number,
): readonly CustomResourceDefinitionCondition[] =>
  findings.map((finding) => {
    const before = status?.conditions?.find(({ type }) => type === finding.type)
    const since = before?.status === finding.status ? before.lastTransitionTime : undefined
    return { lastTransitionTime: since ?? toTimestamp(nowMs), ...finding }
  })

function accept(definition: CustomResourceDefinition, context: ControllerContext): void {
  const { spec, status, metadata } = definition
  const taken = takenName(definition, context)
  const storedVersions = new Set(status?.storedVersions ?? [])
  for (const { name, storage } of spec.versions) if (storage) storedVersions.add(name)
  const next = {
    ...status,
    acceptedNames: taken === undefined ? spec.names : (status?.acceptedNames ?? { plural: '', kind: '' }),
    conditions: conditionsOf(definition, findingsOf(taken), context.clock.now()),
    storedVersions: [...storedVersions],
  }
  const finalizers = metadata.finalizers ?? []
  const marked: CustomResourceDefinition = finalizers.includes(CLEANUP)
    ? definition
    : { ...definition, metadata: { ...metadata, finalizers: [...finalizers, CLEANUP] } }
  if (marked !== definition) context.writer.update(marked)
  if (!isEqual(next, status)) {
    const { resourceVersion: _version, ...unversioned } = marked.metadata
    const changed: CustomResourceDefinition = { ...marked, metadata: unversioned, status: next }
    context.writer.updateStatus(changed)
  }
}

/** Objects go before their definition does. */
function cleanUp(definition: CustomResourceDefinition, { store, writer }: ControllerContext): number | undefined {
  const resource = `${definition.spec.names.plural}.${definition.spec.group}`
  for (const { apiVersion, kind, metadata } of store.list(resource)) {
    const { namespace, name = '', deletionTimestamp } = metadata
    if (deletionTimestamp === undefined)
      writer.delete({ apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) })
  }
  // What has finalizers of its own waits for whoever takes them away.
  if (store.list(resource).length > 0) return RETRY_MS
  const finalizers = (definition.metadata.finalizers ?? []).filter((name) => name !== CLEANUP)
  writer.update({ ...definition, metadata: { ...definition.metadata, finalizers } })
  return undefined
}

export const customResourceDefinitionController: Controller = {
  name: 'custom-resource-definition',
  manager: 'kube-apiserver',
  watches: [DEFINITIONS],
  // A name that becomes free may be one that another definition waits for.
  keysFor: ({ type, object }, { store }) =>
    type === 'DELETED'
      ? store.list(DEFINITIONS).map(({ metadata }) => ({ name: metadata.name ?? '' }))
      : [{ name: object.metadata.name ?? '' }],
  reconcile: ({ name }, context) => {
    const definition = context.store.get(DEFINITIONS, undefined, name)
    if (definition === undefined || !isCustomResourceDefinition(definition)) return undefined
    if (definition.metadata.deletionTimestamp !== undefined) return cleanUp(definition, context)
    accept(definition, context)
    return undefined
  },
}
