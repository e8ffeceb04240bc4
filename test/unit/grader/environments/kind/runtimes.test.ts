// Which calls are made of which container runtime: programs that note how they are called stand in the place of kind, kubectl and the runtimes.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { statePaths } from '../../../../../grader/terminal/paths.ts'
import { removeKind } from '../../../../../grader/environments/kind/down.ts'
import { inspectMachine } from '../../../../../grader/environments/kind/inspect-machine.ts'
import { runWith } from '../../../../../grader/environments/kind/runner.ts'
import { runtimesOf, takenRuntime } from '../../../../../grader/environments/kind/runtimes.ts'
import type { KindTools } from '../../../../../grader/environments/kind/tools.ts'
import { ensureKind } from '../../../../../grader/environments/kind/up.ts'
import { fakeMachine } from '../../support/fake-kind.ts'

let folder: string
let bin: string

/** Notes its name, what it was given, and which runtime kind was told to take. */
const install = (name: string, body = ''): void => {
  const path = join(bin, name)
  const log = join(folder, 'calls')
  writeFileSync(path, `#!/bin/sh\necho "\${KIND_EXPERIMENTAL_PROVIDER:--} ${name} $*" >> ${log}\n${body}\n`)
  chmodSync(path, 0o755)
}

const calls = (): readonly string[] => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netgrade-runtimes-'))
  bin = join(folder, 'bin')
  mkdirSync(bin)
  const clusters = join(folder, 'clusters')
  writeFileSync(clusters, '')
  install('kubectl', 'case "$*" in *apply*) cat > /dev/null; echo "{}";; esac')
  install(
    'kind',
    `case "$1 $2" in
      "get clusters") cat ${clusters};;
      "create cluster") cat > /dev/null; echo "$4" > ${clusters};;
      "delete cluster") : > ${clusters};;
    esac`,
  )
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const environmentOf = (provider: string): Readonly<Record<string, string>> => ({
  PATH: `${bin}:/usr/bin:/bin`,
  ...(provider === '' ? {} : { KIND_EXPERIMENTAL_PROVIDER: provider }),
})

const toolsOf = (provider: string): KindTools => {
  const environment = environmentOf(provider)
  return { ...fakeMachine().tools, run: runWith(environment), runtimes: runtimesOf(environment) }
}

describe.each(['podman', 'nerdctl'])('with %s', (runtime) => {
  test('kind is told of it in every call, and images go by archives', async () => {
    install(runtime)
    const paths = statePaths({ NETGRADE_HOME: join(folder, 'home') })
    const tools = toolsOf(runtime)
    await ensureKind(paths, { settings: { ingress: 'none' }, load: ['a:1', 'b:2'] }, tools)
    await removeKind(paths, tools)
    const [kubeconfig, archive] = ['kubeconfig', 'image.tar'].map((name) => join(folder, 'home/kind', name))
    const kind = (args: string): string => `${runtime} kind ${args}`
    expect(calls().filter((line) => !line.includes(' kubectl '))).toEqual([
      kind('get clusters'),
      kind(`create cluster --name netgrade-d1 --kubeconfig ${kubeconfig} --config -`),
      `${runtime} ${runtime} save --output ${archive} a:1`,
      kind(`load image-archive ${archive} --name netgrade-d1`),
      `${runtime} ${runtime} save --output ${archive} b:2`,
      kind(`load image-archive ${archive} --name netgrade-d1`),
      kind('get clusters'),
      kind(`delete cluster --name netgrade-d1 --kubeconfig ${kubeconfig}`),
    ])
  })

  test('an image that it has not is named, with its own command', async () => {
    install(runtime, '[ "$1" = save ] && exit 125; exit 0')
    const paths = statePaths({ NETGRADE_HOME: join(folder, 'home') })
    const up = ensureKind(paths, { settings: { ingress: 'none' }, load: ['a:1'] }, toolsOf(runtime))
    await expect(up).rejects.toMatchObject({ code: 'kind-image-absent', detail: { image: 'a:1', runtime } })
  })

  test('grade doctor asks it, and no other', async () => {
    install(runtime)
    const inspected = { environment: environmentOf(runtime), settings: undefined }
    expect(await inspectMachine(toolsOf(runtime), inspected)).toMatchObject({ runtime: { name: runtime } })
    expect(calls().filter((line) => line.endsWith('ps --quiet'))).toEqual([`${runtime} ${runtime} ps --quiet`])
  })
})

test('where nobody has chosen, kind’s order decides: the first that is installed', async () => {
  const { run } = toolsOf('')
  const names = ['netgrade-no-runtime', 'nerdctl', 'podman']
  install('podman')
  expect(await takenRuntime(run, names)).toBe('podman')
  install('nerdctl')
  expect(await takenRuntime(run, names)).toBe('nerdctl')
  expect(await takenRuntime(run, ['netgrade-no-runtime', 'netgrade-none-either'])).toBe('netgrade-no-runtime')
})
