/** The site's program: `build OUTPUT` writes the pages, `serve [PORT]` writes and serves them. `grade site` starts it. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { buildSite } from './build/build-site.ts'
import { serveSite } from './build/serve-site.ts'

const DEFAULT_PORT = 4173

const repository = process.env['NETGRADE_ROOT'] ?? process.cwd()
const source = { tasks: join(repository, 'tasks'), assets: join(repository, 'site') }

const serve = async (port: number): Promise<void> => {
  const output = mkdtempSync(join(tmpdir(), 'netgrade-site-'))
  buildSite({ ...source, output })
  const server = await serveSite(output, port)
  const address = server.address()
  const used = typeof address === 'object' && address !== null ? address.port : port
  process.stdout.write(`http://127.0.0.1:${used}/\n`)
}

const main = async ([command, argument]: readonly string[]): Promise<number> => {
  if (command === 'build') {
    const output = argument ?? join(repository, 'dist/site')
    const pages = buildSite({ ...source, output })
    process.stdout.write(`${pages.length} files in ${output}\n`)
    return 0
  }
  if (command === 'serve') {
    const port = argument === undefined ? DEFAULT_PORT : Number(argument)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      process.stderr.write(`site: ${argument ?? ''} is no port. Give a number between 0 and 65535.\n`)
      return 2
    }
    await serve(port)
    return 0
  }
  process.stderr.write('site: what to do? build [FOLDER] or serve [PORT].\n')
  return 2
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`site: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 3
}
