// What CoreDNS itself prints with Corefiles of many kinds (test/cases/corefile/logs.json).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COREFILE } from '../../../../../src/cluster/corefile.ts'
import { configuredFacts } from '../../../../../src/cluster/live/cluster-facts.ts'
import { messagesOf } from '../../../../../src/cluster/nodes/asked-names.ts'
import { ContainerFiles } from '../../../../../src/cluster/nodes/container-files.ts'
import { coreDns } from '../../../../../src/cluster/nodes/programs/coredns.ts'
import { readQueryLogs } from '../../../../../src/cluster/nodes/programs/coredns-log.ts'
import type { ProgramResult } from '../../../../../src/cluster/nodes/programs/program.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { readCorefile } from '../../../../../src/network/dns/corefile/read-corefile.ts'
import { respond } from '../../../../../src/network/dns/respond.ts'
import type { DnsType, Snapshot } from '../../../../../src/network/model.ts'
import { snapshotOf } from '../../../network/ingress/snapshots.ts'

interface Query {
  readonly name: string
  readonly type: DnsType
  readonly overTcp?: boolean
  readonly ednsBytes?: number
  readonly recurses?: boolean
}

interface Recorded {
  readonly queries: readonly Query[]
  readonly logs: readonly { readonly name: string; readonly corefile: string; readonly output: string }[]
}

type Serving = Extract<ProgramResult, { kind: 'serves' }>

const PATH = '/etc/coredns/Corefile'
const { queries, logs } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../cases/corefile/logs.json'), 'utf8'),
) as Recorded

function start(corefile: string): { readonly program: Serving; readonly files: ContainerFiles } {
  const files = new ContainerFiles()
  files.write(PATH, corefile)
  const program = coreDns.start({
    argv: ['/coredns', '-conf', PATH],
    env: {},
    files,
    cwd: '/',
    hostname: 'coredns-0',
    namespace: 'kube-system',
    podIp: '10.244.0.2',
    nowMs: 0,
    library: 'glibc',
    version: '1.27.3',
    viaEntrypoint: true,
    lookUp: () => [],
  })
  if (program.kind !== 'serves') throw new Error('errors' in program ? program.errors : 'it waits')
  return { program, files }
}

const snapshotWith = (corefile: string): Snapshot => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'kube-system', name: 'coredns' } }
  const configMap = { ...object, data: { Corefile: corefile } } as KubernetesObject
  return snapshotOf({ objects: [], cluster: configuredFacts([configMap]) })
}

const alike = (output: string): string =>
  output.replaceAll(/127\.0\.0\.1:\d+ - \d+ /gu, '127.0.0.1:PORT - ID ').replaceAll(/ 0\.\d+s( "0")?$/gmu, ' TIMEs$1')

test.each(logs)('$name', ({ corefile, output }) => {
  const { program } = start(corefile)
  const snapshot = snapshotWith(corefile)
  const lines = queries.flatMap(({ name, type, ...how }, seed) => {
    const asked = () => [{ name: `${name}.`, type, answer: respond(snapshot, name, type) }]
    return messagesOf({ asked, ...how }, { client: '127.0.0.1', seed }).map((one) => program.logQuery?.(one) ?? '')
  })
  expect(alike(`${program.greeting?.() ?? ''}${lines.join('')}`)).toBe(output)
})

const usual = (...rows: readonly string[]): string => `.:53 {\n${rows.map((row) => `    ${row}\n`).join('')}    reload\n}\n`

test('another Corefile holds from then on, and the log says so', () => {
  const { program, files } = start(usual('errors'))
  expect(program.reread?.()).toBe('')
  files.write(PATH, usual('log', 'loop'))
  expect(program.reread?.()).toMatch(
    /^\[INFO\] Reloading\n\[INFO\] plugin\/reload: Running configuration SHA512 = [0-9a-f]{128}\n\[INFO\] Reloading complete\n\[INFO\] 127\.0\.0\.1:\d+ - \d+ "HINFO IN \d+\.\d+\. udp \d+ false 512" NXDOMAIN qr,rd,ra \d+ 0\.\d+s\n$/u,
  )
  expect(program.reread?.()).toBe('')
})

test('one that cannot be read changes nothing', () => {
  const { program, files } = start(usual('log'))
  files.write(PATH, usual('log {', '   klass denial', '}'))
  const why =
    "plugin/log: /etc/coredns/Corefile:3 - Error during parsing: Wrong argument count or unexpected line ending after 'klass'"
  expect(program.reread?.()).toBe(
    `[INFO] Reloading\n[ERROR] Restart failed: ${why}\n[ERROR] plugin/reload: Corefile changed but reload failed: starting with listener file descriptors: ${why}\n`,
  )
  const asked = () => [{ name: 'web.', type: 'A' as const, answer: respond(snapshotWith(usual('log')), 'web', 'A') }]
  const [message] = messagesOf({ asked }, { client: '10.244.1.2', seed: 1 })
  expect(message === undefined ? '' : program.logQuery?.(message)).toContain('"A IN web. udp 21 false 512"')
})

test('without the plugin reload nothing is looked at again', () => {
  const { program, files } = start('.:53 {\n    errors\n}\n')
  files.write(PATH, usual('log'))
  expect(program.reread?.()).toBe('')
})

test.each([
  ['class nope', 'plugin/log: invalid Class: nope'],
  [
    'class',
    "plugin/log: /etc/coredns/Corefile:3 - Error during parsing: Wrong argument count or unexpected line ending after 'class'",
  ],
])('CoreDNS does not start with a log of `%s`', (row, why) => {
  expect(() => start(`.:53 {\n  log {\n    ${row}\n  }\n}\n`)).toThrow(why)
})

test('the usual Corefile, which is not read, is right and writes nothing down', () => {
  expect(readCorefile(COREFILE).ok).toBe(true)
  expect(readQueryLogs(COREFILE).flatMap(({ rules }) => rules)).toEqual([])
  // As kubeadm's clusters have it.
  expect(start(COREFILE).program.greeting?.()).toContain(
    'SHA512 = 1b226df79860026c6a52e67daa10d7f0d57ec5b023288ec00c5e05f93523c894564e15b91770d3a07ae1cfbe861d15b37d4a0027e69c546ab112970993a3b03b\n',
  )
})
