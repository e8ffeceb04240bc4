// The default Ingress controller, as far as a machine without its image can show: the API server accepts all of it, and the account that it
// runs with may read what its provider watches.
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseAllDocuments, stringify } from 'yaml'
import { traefikManifest } from '../../grader/environments/kind/traefik.ts'
import { run, type Result } from '../e2e/support/session.ts'

const KUBECONFIG = process.env['NETGRADE_REAL_KUBECONFIG'] ?? ''
/** Beside whatever controller is there. */
const NAMESPACE = 'netgrade-test-traefik'
const NAME = 'netgrade-test-traefik'

/** What the provider lists and watches, and where it says the address. @see pkg/provider/kubernetes/ingress-nginx/client.go of Traefik 3.7 */
const WATCHED = [
  'services',
  'secrets',
  'endpointslices.discovery.k8s.io',
  'ingresses.networking.k8s.io',
  'ingressclasses.networking.k8s.io',
]

const kubectl = (...args: readonly string[]): Promise<Result> =>
  run('kubectl', ['--kubeconfig', KUBECONFIG, ...args], { environment: { PATH: process.env['PATH'] ?? '', HOME: tmpdir() } })

/** Under other names, and its class too: what the cluster has is not touched. */
const renamed = (text: string): string =>
  text
    .replaceAll('namespace: ingress-nginx', `namespace: ${NAMESPACE}`)
    .replaceAll('name: ingress-nginx\n', `name: ${NAMESPACE}\n`)
    .replaceAll(/name: (?:traefik|nginx)\n/gu, `name: ${NAME}\n`)

let folder: string

describe.skipIf(KUBECONFIG === '')('the default Ingress controller', () => {
  const file = (name: string): string => join(folder, name)
  const remove = (): Promise<Result> => kubectl('delete', '--ignore-not-found', '--wait=false', '-f', file('rest.yaml'))
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netgrade-ingress-'))
    const objects = parseAllDocuments(renamed(traefikManifest('traefik:v3.7.10'))).map((one) => one.toJS() as { kind: string })
    const write = (name: string, isWanted: (kind: string) => boolean): void =>
      writeFileSync(file(name), objects.filter(({ kind }) => isWanted(kind)).map((one) => stringify(one)).join('---\n')) // prettier-ignore
    write('rest.yaml', (kind) => kind !== 'Deployment')
    write('deployment.yaml', (kind) => kind === 'Deployment')
  })
  afterAll(async () => {
    await remove()
    await rm(folder, { recursive: true, force: true })
  })

  test('is accepted by a real API server, to the last field', async () => {
    const rest = await kubectl('apply', '--validate=strict', '-f', file('rest.yaml'))
    expect(rest.code, rest.err).toBe(0)
    const deployment = await kubectl('apply', '--validate=strict', '--dry-run=server', '-f', file('deployment.yaml'))
    expect(deployment.out, deployment.err).toContain('(server dry run)')
  })

  test('may read what its provider watches, and write what it tells', async () => {
    const can = async (verb: string, ...resource: readonly string[]): Promise<string> => {
      const as = `--as=system:serviceaccount:${NAMESPACE}:${NAME}`
      return `${verb} ${resource.join(' ')}: ${(await kubectl('auth', 'can-i', verb, ...resource, '-A', as)).out.trim()}`
    }
    for (const resource of WATCHED)
      for (const verb of ['list', 'watch']) expect(await can(verb, resource)).toBe(`${verb} ${resource}: yes`)
    expect(await can('update', 'ingresses.networking.k8s.io', '--subresource=status')).toMatch(/: yes$/u)
    expect(await can('delete', 'pods')).toMatch(/: no$/u)
  })
})
