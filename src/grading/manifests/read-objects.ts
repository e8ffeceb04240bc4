/** Objects from files: read, decoded strictly, and found again by name. */
import { decode } from '../../kubernetes/decode/decode.ts'
import type { JsonObject } from '../../kubernetes/json.ts'
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import { findResource } from '../../kubernetes/resources.ts'
import { readManifests } from '../../kubernetes/yaml/read-manifests.ts'
import type { ManifestDocument } from '../../kubernetes/yaml/documents.ts'
import type { Position } from '../../kubernetes/yaml/problem.ts'
import { fromDecoding } from './explain-decoding.ts'
import { fromYaml, type ManifestProblem } from './manifest-problem.ts'

/** A file of manifests. */
export interface GivenManifest {
  /** As problems name it. */
  readonly path: string
  /** YAML or JSON, one document or several. */
  readonly text: string
}

/** An object with the document that it was written in. */
export interface DecodedManifest {
  readonly document: ManifestDocument
  readonly object: KubernetesObject
}

/** An object that is given more than once: the later manifest counts, as with `kubectl apply`. */
export interface Duplicate {
  /** The object. */
  readonly object: ObjectReference
  /** Where the manifest stands that does not count. */
  readonly ignored: Position
  /** Where the one stands that is applied in its place. */
  readonly applied: Position
}

/** What a number of files hold. */
export interface ReadObjects {
  readonly decoded: readonly DecodedManifest[]
  readonly problems: readonly ManifestProblem[]
  /** Kind and apiVersion of what was left out. */
  readonly skipped: readonly string[]
  /** In the order of the manifests that count. */
  readonly duplicates: readonly Duplicate[]
  /** The manifest of an object as it was written. */
  readonly findManifest: (reference: ObjectReference) => KubernetesObject | undefined
  /** Where a field of an object stands. */
  readonly findPosition: (reference: ObjectReference, path: string) => Position | undefined
}

export interface ReadObjectsOptions {
  /** Kinds that this program does not know are left out; else they are problems. */
  readonly skipsUnknown?: boolean
}

const isUnknown = ({ apiVersion, kind }: JsonObject): boolean =>
  typeof apiVersion === 'string' && typeof kind === 'string' && findResource(apiVersion, kind) === undefined

/** Whether the object was taken from a cluster, which has accepted it and filled it in. */
export const isLive = ({ metadata }: { readonly metadata?: unknown }): boolean => {
  const { uid, resourceVersion } = (metadata ?? {}) as { readonly uid?: unknown; readonly resourceVersion?: unknown }
  return typeof uid === 'string' && typeof resourceVersion === 'string'
}

/** Reads all files; everything that is wrong is told at once. */
export const readObjects = (
  files: readonly GivenManifest[],
  { skipsUnknown = false }: ReadObjectsOptions = {},
): ReadObjects => {
  const read = files.map(({ path, text }) => readManifests(text, path))
  const problems: ManifestProblem[] = read.flatMap((file) => file.problems.map(fromYaml))
  const skipped: string[] = []
  const decoded: DecodedManifest[] = []
  for (const document of read.flatMap(({ documents }) => documents)) {
    if (skipsUnknown && isUnknown(document.value)) {
      skipped.push(`${String(document.value['kind'])} ${String(document.value['apiVersion'])}`)
      continue
    }
    // A cluster of another version may know fields that are not known here.
    const fieldValidation = skipsUnknown && isLive(document.value) ? 'Ignore' : 'Strict'
    const result = decode(document.value, { fieldValidation, duplicateKeys: document.duplicateKeys })
    if (result.status !== undefined) problems.push(...fromDecoding(document, result, result.status))
    if (result.object !== undefined) decoded.push({ document, object: result.object })
  }
  return { decoded, problems, skipped, duplicates: findDuplicates(decoded), ...findIn(decoded) }
}

const keyOf = ({ kind, namespace, name }: ObjectReference): string => `${kind}/${namespace ?? ''}/${name}`

/** The namespace that an object is put into; undefined for kinds that have none. */
export const namespaceOf = ({ apiVersion, kind, metadata }: KubernetesObject): string | undefined =>
  findResource(apiVersion, kind)?.namespaced === true ? (metadata.namespace ?? 'default') : undefined

const referenceOf = (object: KubernetesObject): ObjectReference => {
  const namespace = namespaceOf(object)
  return { kind: object.kind, name: object.metadata.name ?? '', ...(namespace === undefined ? {} : { namespace }) }
}

/** Versions of one kind are the same object. */
const findDuplicates = (decoded: readonly DecodedManifest[]): readonly Duplicate[] => {
  const seen = new Map<string, ManifestDocument>()
  return decoded.flatMap(({ document, object }): readonly Duplicate[] => {
    const reference = referenceOf(object)
    // What the server is to name is a new object each time.
    if (reference.name === '') return []
    const key = `${findResource(object.apiVersion, object.kind)?.group ?? ''} ${keyOf(reference)}`
    const before = seen.get(key)
    seen.set(key, document)
    return before === undefined ? [] : [{ object: reference, ignored: before.position(''), applied: document.position('') }]
  })
}

const findIn = (decoded: readonly DecodedManifest[]): Pick<ReadObjects, 'findManifest' | 'findPosition'> => {
  let documents: ReadonlyMap<string, ManifestDocument> | undefined
  const find = (reference: ObjectReference): ManifestDocument | undefined => {
    documents ??= new Map(decoded.map(({ document, object }) => [keyOf(referenceOf(object)), document]))
    return documents.get(keyOf(reference))
  }
  return {
    // Decoding has accepted it, so that it has the shape of an object.
    findManifest: (reference) => find(reference)?.value as KubernetesObject | undefined,
    findPosition: (reference, path) => find(reference)?.position(path),
  }
}
