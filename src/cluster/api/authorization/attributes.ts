/** What a request asks for, read from its method and path alone. @see k8s.io/apiserver pkg/endpoints/request/requestinfo.go, v1.34 */

export interface ResourceAttributes {
  readonly kind: 'resource'
  readonly verb: string
  readonly group: string
  readonly resource: string
  /** Empty where there is none. */
  readonly subresource: string
  /** Empty: cluster-scoped, or all namespaces. */
  readonly namespace: string
  readonly name: string
}

export interface PathAttributes {
  readonly kind: 'path'
  readonly verb: string
  readonly path: string
}

export type Attributes = ResourceAttributes | PathAttributes

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}

const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])

const isTrue = (text: string | null): boolean => text !== null && TRUE.has(text)

const decodePart = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** A collection that is narrowed to one name is about that object. */
const selectedName = (query: URLSearchParams): string =>
  /(?:^|,)metadata\.name==?(?<name>[^,=!]+)(?:,|$)/u.exec(query.get('fieldSelector') ?? '')?.groups?.['name'] ?? ''

const refine = (verb: string, name: string, query: URLSearchParams): Pick<ResourceAttributes, 'verb' | 'name'> => {
  if (name !== '') return { verb, name }
  if (verb === 'delete') return { verb: 'deletecollection', name: '' }
  if (verb !== 'get') return { verb, name: '' }
  return { verb: isTrue(query.get('watch')) ? 'watch' : 'list', name: selectedName(query) }
}

const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(['status', 'finalize'])

interface Placed {
  readonly namespace: string
  readonly parts: readonly string[]
}

/** A Namespace itself counts as in itself. */
const placeOf = (parts: readonly string[]): Placed => {
  const [first, namespace, third] = parts
  if (first !== 'namespaces' || namespace === undefined) return { namespace: '', parts }
  const inside = third !== undefined && !NAMESPACE_SUBRESOURCES.has(third)
  return { namespace, parts: inside ? parts.slice(2) : parts }
}

/** Whether what is named is served does not matter here: who may not ask is not told. */
export const attributesOf = (method: string, url: URL): Attributes => {
  const parts = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodePart)
  const own = parts[0] === 'api' ? 2 : 3
  if ((parts[0] !== 'api' && parts[0] !== 'apis') || parts.length <= own)
    return { kind: 'path', verb: method.toLowerCase(), path: url.pathname }
  const { namespace, parts: place } = placeOf(parts.slice(own))
  const [resource = '', name = '', subresource = ''] = place
  return {
    kind: 'resource',
    ...refine(VERBS[method] ?? '', name, url.searchParams),
    group: parts[0] === 'api' ? '' : (parts[1] ?? ''),
    resource,
    subresource,
    namespace,
  }
}
