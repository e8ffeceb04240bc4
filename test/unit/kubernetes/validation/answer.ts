/** What our decoder, defaults, validation and allocator answer to the creation of one manifest. */
import { allocateService } from '../../../../src/cluster/api/allocate/allocate-service.ts'
import { createStore } from '../../../../src/cluster/store/memory-store.ts'
import { decode } from '../../../../src/kubernetes/decode/decode.ts'
import { applyDefaults } from '../../../../src/kubernetes/defaults/apply-defaults.ts'
import { invalid } from '../../../../src/kubernetes/errors.ts'
import { isService } from '../../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import type { StatusCause } from '../../../../src/kubernetes/status.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'
import { warningsFor } from '../../../../src/kubernetes/validation/warnings/warnings.ts'
import { readManifests } from '../../../../src/kubernetes/yaml/read-manifests.ts'

export interface Case {
  readonly id: string
  readonly stage: 'yaml' | 'api'
  readonly before?: readonly string[]
  readonly manifest: string
  readonly code: number
  readonly reason: string
  readonly message: string
  readonly causes: readonly { readonly field: string; readonly type: string; readonly detail: string }[]
  readonly warnings: readonly string[]
  readonly object?: unknown
  readonly orderVaries?: boolean
}

export interface Answer {
  readonly code: number
  readonly reason: string
  readonly message: string
  readonly causes: readonly StatusCause[]
  readonly warnings: readonly string[]
  readonly object?: KubernetesObject
}

type Store = ReturnType<typeof createStore>

const random = { below: (limit: number) => Math.floor(limit / 2), uuid: () => '00000000-0000-4000-8000-000000000000' }

const nameOf = ({ metadata }: KubernetesObject): KubernetesObject['metadata'] =>
  (metadata.name ?? '') === '' && (metadata.generateName ?? '') !== ''
    ? { ...metadata, name: `${(metadata.generateName ?? '').slice(0, 58)}x7k2p` }
    : metadata

const withoutStatus = (object: KubernetesObject): KubernetesObject => {
  const { status: _status, ...rest } = object as KubernetesObject & { status?: unknown }
  return object.kind === 'Node' ? object : rest
}

const refusal = (object: KubernetesObject, causes: readonly StatusCause[]): Answer => {
  const group = object.apiVersion.includes('/') ? object.apiVersion.replace(/\/.*$/u, '') : ''
  const status = invalid(object.kind, object.metadata.name ?? '', causes, group)
  return { code: 422, reason: 'Invalid', message: status.message ?? '', causes, warnings: [] }
}

const create = (manifest: string, store: Store): Answer => {
  const file = readManifests(manifest, 'case.yaml')
  const [document] = file.documents
  const bad = { reason: 'BadRequest', message: '', causes: [], warnings: [] }
  if (document === undefined) return { code: 400, ...bad }
  const decoded = decode(document.value, { fieldValidation: 'Strict', duplicateKeys: document.duplicateKeys })
  if (decoded.object === undefined) {
    const { code = 0, reason = '', message = '' } = decoded.status ?? {}
    return { ...bad, code, reason, message }
  }
  const object = applyDefaults({ ...withoutStatus(decoded.object), metadata: nameOf(decoded.object) })
  const allocation = isService(object) ? allocateService(object, undefined, { store, random }) : undefined
  const causes = allocation?.ok === false && 'causes' in allocation ? allocation.causes : validate(object)
  // The deprecation of a whole kind is told by the handlers, before the part that the data comes from.
  const warnings = warningsFor(object).filter((text) => !text.startsWith('v1 Endpoints is deprecated'))
  if (allocation?.ok === true && causes.length === 0) {
    store.put('services', allocation.service)
    return { code: 201, reason: '', message: '', causes, warnings, object: allocation.service }
  }
  return causes.length > 0 ? refusal(object, causes) : { code: 201, reason: '', message: '', causes, warnings, object }
}

export const answer = (row: Case): Answer => {
  const store = createStore()
  for (const manifest of row.before ?? []) create(manifest, store)
  return create(row.manifest, store)
}
