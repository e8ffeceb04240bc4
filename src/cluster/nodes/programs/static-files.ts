import type { HttpRoute } from '../../../network/facts.ts'

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  json: 'application/json',
  css: 'text/css',
  js: 'text/javascript',
}

const typeOf = (path: string): string => TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream'

/** A route for each file below a folder, and for each index.html one for its folder. `at` is the URL path of the folder. */
export const fileRoutes = (
  files: ReadonlyMap<string, string>,
  folder: string,
  at: string,
  headers: Readonly<Record<string, string>>,
): readonly HttpRoute[] => {
  const root = folder.replace(/\/$/u, '')
  const base = at.replace(/\/$/u, '')
  const routes: HttpRoute[] = []
  for (const [path, body] of files) {
    if (!path.startsWith(`${root}/`)) continue
    const url = `${base}${path.slice(root.length)}`
    const route: HttpRoute = {
      path: url,
      match: 'exact',
      status: 200,
      headers: { ...headers, 'content-type': typeOf(path) },
      body,
    }
    routes.push(route)
    if (path.endsWith('/index.html')) routes.push({ ...route, path: url.slice(0, -'index.html'.length) })
  }
  return routes
}
