/** Namespaces of a submission under names that nobody else has, so that many submissions stand beside each other in one cluster. */
import { METADATA_NAME } from '../../../src/kubernetes/labels.ts'
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { findResource } from '../../../src/kubernetes/resources.ts'

export interface Relocation {
  /** Names there by the names that the submission has for them; those that stay as they are left out. */
  readonly names: ReadonlyMap<string, string>
  nameThere(namespace: string): string
  /** The object as it is put into the cluster. */
  there(object: KubernetesObject): KubernetesObject
  /** What was read in the cluster, as the submission calls it. */
  back<Value>(value: Value): Value
}

const MAX_NAME = 63

/** Namespaces of Kubernetes itself, of which there is one each. */
const OWN = /^(?:kube-.*|ingress-nginx|local-path-storage)$/u

export const isClustersOwn = (namespace: string): boolean => OWN.test(namespace)

/** `token` is of small letters and digits, and occurs nowhere else. Without it everything stays where it is. */
export function createRelocation(namespaces: readonly string[], token: string | undefined): Relocation {
  const suffix = `-${token ?? ''}`
  const moved = token === undefined ? [] : [...new Set(namespaces)].filter((name) => name !== '' && !isClustersOwn(name))
  const names = new Map(moved.map((name) => [name, name.slice(0, MAX_NAME - suffix.length) + suffix]))
  const originals = new Map([...names].map(([name, there]) => [there, name]))
  const nameThere = (name: string): string => names.get(name) ?? name
  const inText = textMover(moved, nameThere)
  const found = new RegExp([...originals.keys()].join('|'), 'gu')
  return {
    names,
    nameThere,
    there: (object) => (names.size === 0 ? object : move(object, nameThere, inText)),
    back: (value) =>
      names.size === 0
        ? value
        : (JSON.parse(JSON.stringify(value).replaceAll(found, (name) => originals.get(name) ?? name)) as typeof value),
  }
}

type Rename = (text: string) => string

/** Names of Services and Pods in the namespaces, wherever they stand in a text: `db.shop`, `db.shop.svc.cluster.local`. */
const textMover = (namespaces: readonly string[], nameThere: Rename): Rename => {
  if (namespaces.length === 0) return (text) => text
  const longestFirst = namespaces.toSorted((one, other) => other.length - one.length)
  const pattern = new RegExp(
    String.raw`(?<=[a-z\d]\.)(?:${longestFirst.join('|')})(?=\.(?:svc|pod)(?![\w-])|$|[:/?,;)\s"'])`,
    'gu',
  )
  return (text) => text.replaceAll(pattern, nameThere)
}

/** Fields whose text names no Service, whatever it looks like. */
const NO_NAMES: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'name', 'image', 'generateName'])

const move = (object: KubernetesObject, nameThere: Rename, inText: Rename): KubernetesObject => {
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return isNamespaceField(key) ? nameThere(value) : NO_NAMES.has(key) ? value : inText(value)
    if (Array.isArray(value)) return value.map((item) => walk(item, key))
    if (!isJsonObject(value)) return value
    if (value['key'] === METADATA_NAME && Array.isArray(value['values']))
      return { ...value, values: value['values'].map((name) => nameThere(String(name))) }
    return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, walk(item, field)]))
  }
  const moved = walk(object, '') as KubernetesObject
  if (object.kind === 'Namespace')
    return { ...moved, metadata: { ...moved.metadata, name: nameThere(object.metadata.name ?? '') } }
  if (findResource(object.apiVersion, object.kind)?.namespaced !== true) return moved
  return { ...moved, metadata: { ...moved.metadata, namespace: nameThere(object.metadata.namespace ?? 'default') } }
}

const isNamespaceField = (key: string): boolean => key === 'namespace' || key === METADATA_NAME
