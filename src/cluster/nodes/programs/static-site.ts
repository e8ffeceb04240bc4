/** Files as a web server offers them. */
import type { HttpRoute } from '../../../network/facts.ts'
import type { FileView } from '../container-files.ts'

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  xml: 'text/xml',
  svg: 'image/svg+xml',
}

export const typeOf = (path: string, fallback = 'application/octet-stream'): string =>
  TYPES[/\.([a-z]+)$/u.exec(path)?.[1] ?? ''] ?? fallback

export interface SiteOptions {
  /** The URL prefix, with a slash at its end. */
  readonly prefix: string
  /** The directory that stands for the prefix, without a slash at its end. */
  readonly root: string
  readonly index: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

/** One route per file, and one per directory that has an index file. */
/** What reads files takes no others. */
export const READING: readonly string[] = ['GET', 'HEAD']

export function siteRoutes(files: FileView, { prefix, root, index, headers = {} }: SiteOptions): readonly HttpRoute[] {
  const routes: HttpRoute[] = []
  const paths = files.list(root)
  const add = (path: string, file: string): void => {
    const body = escapePlaceholders(files.read(file) ?? '')
    routes.push({ path, match: 'exact', status: 200, headers: { 'content-type': typeOf(file), ...headers }, body })
  }
  for (const file of paths) {
    const url = `${prefix}${file.slice(root.length).replace(/^\/+/u, '')}`
    const name = file.slice(file.lastIndexOf('/') + 1)
    add(url, file)
    const directory = url.slice(0, url.length - name.length)
    const isIndex = index.find((candidate) => paths.includes(`${file.slice(0, -name.length)}${candidate}`)) === name
    if (isIndex) add(directory, file)
  }
  return routes
}

/** A file's own braces are no placeholders of the network model. */
export const escapePlaceholders = (text: string): string =>
  text.replace(/\{(hostname|path|host|client|method)\}/gu, (_, name: string) => `{\u200b${name}}`)
