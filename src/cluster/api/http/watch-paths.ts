/** The older way to ask for a watch: `/api/v1/watch/…`. Deprecated since v1.11, and served all the same. */

const WATCH = /^(?<version>\/api\/[^/]+|\/apis\/[^/]+\/[^/]+)\/watch\/(?<path>.+)$/u

/** The list that is watched, and the name of its one object where there is one. */
const take = (path: string): { readonly list: string; readonly name?: string } => {
  const segments = path.split('/').filter((segment) => segment !== '')
  const own = segments[0] === 'namespaces' && segments.length > 2 ? 3 : 1
  const list = segments.slice(0, own).join('/')
  return segments[own] === undefined ? { list } : { list, name: decodeURIComponent(segments[own]) }
}

/** The same request in the form of today; as it is where it is no such request. */
export const withoutWatchPath = (request: Request): Request => {
  const url = new URL(request.url)
  const { version = '', path = '' } = WATCH.exec(url.pathname)?.groups ?? {}
  if (path === '' || request.method !== 'GET') return request
  const { list, name } = take(path)
  url.pathname = `${version}/${list}`
  url.searchParams.set('watch', 'true')
  const selectors = [url.searchParams.get('fieldSelector') ?? '', name === undefined ? '' : `metadata.name=${name}`]
  const selected = selectors.filter((selector) => selector !== '').join(',')
  if (selected !== '') url.searchParams.set('fieldSelector', selected)
  return new Request(url, request)
}
