/** `npm run test:kind`: the tests that need a real cluster, on one that is made for them. Exit code 3 where none can be made. */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provideKind } from './provide.mjs'

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')
const note = (text) => process.stderr.write(`npm run test:kind: ${text}\n`)

const provided = process.env.NETGRADE_REAL_KUBECONFIG === undefined ? provideKind(note) : {}
if (provided === undefined) {
  note('no cluster can be made here; grade doctor --on kind says what is missing')
  process.exit(3)
}
const env = { ...process.env, ...provided, NETGRADE_TEST_KIND: '1' }
const vitest = join(repository, 'node_modules/vitest/vitest.mjs')
const options = { cwd: repository, stdio: 'inherit', env }
const build = spawnSync(process.execPath, [join(repository, 'tools/build.mjs')], options)
if (build.status !== 0) process.exit(build.status ?? 1)
process.exit(spawnSync(process.execPath, [vitest, 'run', '--project', 'kind', ...process.argv.slice(2)], options).status ?? 1)
