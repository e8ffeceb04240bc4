/** An update by way of the resource itself or one of its subresources, each of which can change a part of the object alone. */
import type { Container, PodSpec } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ObjectCall } from '../api-context.ts'
import type { InternalWriteOptions } from '../write/finish.ts'
import type { WriteResult } from '../writer.ts'

type SpecPart = (spec: PodSpec, given: PodSpec) => PodSpec

/** The container with the resources, and the name, of the one that stands in its place. */
const withSizeOf =
  (given: readonly Container[]) =>
  (container: Container, index: number): Container => {
    const { resources: _resources, resizePolicy: _policy, ...rest } = container
    const { name = container.name, resources, resizePolicy } = given[index] ?? {}
    return {
      ...rest,
      name,
      ...(resources === undefined ? {} : { resources }),
      ...(resizePolicy === undefined ? {} : { resizePolicy }),
    }
  }

const POD_PARTS: Readonly<Record<string, SpecPart>> = {
  ephemeralcontainers: (spec, { ephemeralContainers = [] }) => ({ ...spec, ephemeralContainers }),
  resize: (spec, given) => {
    const { initContainers = [] } = given
    // What is no resizing is for validation to refuse.
    if (spec.containers.length !== given.containers.length || (spec.initContainers ?? []).length !== initContainers.length)
      return { ...spec, containers: given.containers, initContainers }
    return {
      ...spec,
      containers: spec.containers.map(withSizeOf(given.containers)),
      ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(withSizeOf(initContainers)) }),
    }
  },
}

const takePart = (call: ObjectCall, object: KubernetesObject, take: SpecPart): KubernetesObject => {
  const stored = call.context.store.get(call.info.name, call.namespace, call.name)
  if (stored === undefined || !isPod(stored) || !isPod(object) || stored.spec === undefined || object.spec === undefined)
    return object
  return {
    ...stored,
    metadata: { ...stored.metadata, ...versionOf(object) },
    spec: take(stored.spec, object.spec),
  } as KubernetesObject
}

const versionOf = ({ metadata }: KubernetesObject): { readonly resourceVersion?: string } =>
  metadata.resourceVersion === undefined ? {} : { resourceVersion: metadata.resourceVersion }

export const storeThrough = (call: ObjectCall, object: KubernetesObject, options: InternalWriteOptions): WriteResult => {
  const { writer } = call.context
  const { subresource } = call
  if (subresource === undefined) return writer.update(object, options)
  if (subresource === 'status' || subresource === 'approval') return writer.updateStatus(object, { ...options, subresource })
  if (subresource === 'finalize') return writer.finalize(object, options)
  const part = POD_PARTS[subresource]
  return part === undefined
    ? writer.update(object, options)
    : writer.update(takePart(call, object, part), { ...options, subresource })
}
