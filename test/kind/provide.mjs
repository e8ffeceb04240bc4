/**
 * Where clusters of kind's can be made: with the kind and the container runtime of this machine, else with those of ../shared/kind-lab, which
 * needs no registry. Plain JavaScript without packages, because test/run.mjs has to work in a fresh clone.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** Folders that may hold the lab, nearest first. */
const labs = () => [process.env.NETGRADE_KIND_LAB, join(repository, '../shared/kind-lab')].filter((path) => path !== undefined)

const works = (env) => spawnSync('kind', ['get', 'clusters'], { env, stdio: 'ignore', timeout: 30_000 }).status === 0

/** `export NAME=VALUE` lines; `$PATH` in a value is that of this process. */
const readExports = (path) =>
  Object.fromEntries(
    readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => /^export (\w+)=(.*)$/u.exec(line))
      .filter((match) => match !== null)
      .map(([, name, value]) => [name, value.replace('$PATH', process.env.PATH ?? '')]),
  )

/** The environment in which kind works, with what has to be in the place of downloads; undefined where it cannot work. */
export const provideKind = (note) => {
  const lab = labs().find((path) => existsSync(join(path, 'up.sh')))
  if (lab === undefined) return works(process.env) ? {} : undefined
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return works(process.env) ? {} : undefined
  note('starting kind-lab')
  const up = spawnSync(join(lab, 'up.sh'), { stdio: 'ignore', timeout: 300_000 })
  const file = join(process.env.KIND_LAB_STATE ?? '/var/lib/kind-lab', 'env')
  if (up.status !== 0 || !existsSync(file)) return undefined
  const { KUBECONFIG: _kubeconfig, ...known } = readExports(file)
  const env = { ...known, NETGRADE_KIND_INGRESS: join(lab, 'ingress.yaml') }
  return works({ ...process.env, ...env }) ? env : undefined
}
