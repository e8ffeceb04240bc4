/** Serves the pages on loopback, for reading while working. */
import { createServer, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Resolves when the server listens. Port 0 takes a free one. */
export const serveSite = (folder: string, port: number): Promise<Server> => {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const wanted = normalize(decodeURIComponent(url.pathname)).replace(/^(\.\.[/\\])+/u, '')
    const path = join(folder, wanted.endsWith('/') ? `${wanted}index.html` : wanted)
    readFile(path).then(
      (content) => {
        response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' })
        response.end(content)
      },
      () => {
        response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
        response.end('No such page.\n')
      },
    )
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
