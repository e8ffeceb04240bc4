import type { Store } from '../../store/store.ts'
import { negotiateEncoding, parseAccept, refuseAccept } from '../http/accept.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { aggregatedDiscovery } from './aggregated.ts'
import { plainDiscovery } from './plain.ts'

const AGGREGATED = 'APIGroupDiscoveryList'

/** The version of the aggregated form, where the client prefers that. */
const aggregatedVersion = (accept: string | null): 'v2' | 'v2beta1' | undefined => {
  for (const { type, parameters } of parseAccept(accept)) {
    if (type !== 'application/json') continue
    if (parameters.get('as') === undefined) return undefined
    const version = parameters.get('v')
    const known = parameters.get('as') === AGGREGATED && parameters.get('g') === 'apidiscovery.k8s.io'
    if (known && (version === 'v2' || version === 'v2beta1')) return version
  }
  return undefined
}

export const isDiscovery = (pathname: string): boolean =>
  /^\/api(?:\/v1)?\/?$/u.test(pathname) || /^\/apis(?:\/[^/]+){0,2}\/?$/u.test(pathname)

/** Undefined where no such group or version is served. */
export const respondDiscovery = (request: Request, url: URL, store: Store): Response | undefined => {
  const root = /^\/(?<root>apis?)\/?$/u.exec(url.pathname)?.groups?.['root']
  const version = aggregatedVersion(request.headers.get('accept'))
  if ((root === 'api' || root === 'apis') && version !== undefined) {
    const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=${AGGREGATED}`
    return new Response(JSON.stringify(aggregatedDiscovery(root, version, store)), {
      headers: { 'content-type': type, vary: 'Accept' },
    })
  }
  const document = plainDiscovery(url.pathname, store)
  if (document === undefined) return undefined
  const accept = request.headers.get('accept')
  const encoding = negotiateEncoding(accept)
  return encoding === undefined ? respondStatus(refuseAccept(accept)) : respond(document, { encoding })
}
