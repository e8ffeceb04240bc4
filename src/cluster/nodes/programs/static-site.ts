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
  /** Headers that tell one content of a file from another. */
  readonly validators?: Validators
}

/** @param atMs When the file was written; undefined where it is the image's. */
export type Validators = (size: number, atMs: number | undefined) => Readonly<Record<string, string>>

/** The day from which the image of nginx is. */
const NGINX_IMAGE_MS = 1_732_636_500_000

/** What nginx says of a file that it sends: its time in seconds and its size. */
export const nginxValidators: Validators = (size, atMs = NGINX_IMAGE_MS) => ({
  'last-modified': new Date(atMs).toUTCString(),
  etag: `"${Math.floor(atMs / 1000).toString(16)}-${size.toString(16)}"`,
  'accept-ranges': 'bytes',
})

/** What reads files takes no others. */
export const READING: readonly string[] = ['GET', 'HEAD']

/** One route per file, and one per directory that has an index file. */
export function siteRoutes(
  files: FileView,
  { prefix, root, index, headers = {}, validators }: SiteOptions,
): readonly HttpRoute[] {
  const routes: HttpRoute[] = []
  const paths = files.list(root)
  const add = (path: string, file: string): void => {
    const content = files.read(file) ?? ''
    const told = validators?.(new TextEncoder().encode(content).length, files.changedAtMs?.(file))
    const body = escapePlaceholders(content)
    routes.push({ path, match: 'exact', status: 200, headers: { 'content-type': typeOf(file), ...told, ...headers }, body })
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
