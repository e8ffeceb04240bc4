import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { makeCredentials, type Credentials } from '../../../../grader/daemon/credentials.ts'
import { mergeKubeconfig, renderKubeconfig, userKubeconfig, writeKubeconfig } from '../../../../grader/daemon/kubeconfig.ts'
import { statePaths } from '../../../../grader/terminal/paths.ts'

interface Config {
  readonly 'current-context': string
  readonly clusters: readonly { readonly name: string; readonly cluster: { readonly server: string } }[]
  readonly contexts: readonly { readonly context: { readonly namespace?: string } }[]
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[]
}

const parse = (text: string): Config => parseYaml(text) as Config

let credentials: Credentials
let directory: string
beforeAll(async () => (credentials = await makeCredentials(Date.now())))
beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'netgrade-kubeconfig-'))))
afterEach(() => rm(directory, { recursive: true }))

const FOREIGN = `# mine
apiVersion: v1
kind: Config
clusters:
- name: work   # do not touch
  cluster: { server: https://work.example }
contexts:
- name: work
  context: { cluster: work, user: me }
users:
- name: me
  user: { token: secret }
current-context: work
`

describe('our own kubeconfig', () => {
  it('names the cluster, the learner and the context', () => {
    const config = parse(renderKubeconfig(credentials, 6443))
    expect(config['current-context']).toBe('netgrade')
    expect(config.clusters[0]?.cluster.server).toBe('https://127.0.0.1:6443')
    expect(Buffer.from(config.users[0]?.user['client-key-data'] ?? '', 'base64').toString()).toBe(credentials.clientKey)
  })

  it('keeps the namespace that the learner set, at mode 0600', async () => {
    const paths = statePaths({ NETGRADE_HOME: directory })
    await writeFile(paths.kubeconfig, renderKubeconfig(credentials, 1, 'devops'))
    await writeKubeconfig(paths, credentials, 2)
    const text = await readFile(paths.kubeconfig, 'utf8')
    expect(parse(text).contexts[0]?.context.namespace).toBe('devops')
    expect(parse(text).clusters[0]?.cluster.server).toBe('https://127.0.0.1:2')
    expect((await stat(paths.kubeconfig)).mode & 0o777).toBe(0o600)
  })
})

describe('a kubeconfig of the user', () => {
  it('gets the context and keeps everything else', async () => {
    const file = join(directory, 'config')
    await writeFile(file, FOREIGN)
    await mergeKubeconfig(file, credentials, 6443)
    await mergeKubeconfig(file, credentials, 7000)
    const text = await readFile(file, 'utf8')
    const config = parse(text)
    expect(text).toContain('# mine')
    expect(text).toContain('# do not touch')
    expect(config['current-context']).toBe('work')
    expect(config.clusters.map(({ name }) => name)).toEqual(['work', 'netgrade'])
    expect(config.clusters[1]?.cluster.server).toBe('https://127.0.0.1:7000')
    expect(config.users[0]?.user).toEqual({ token: 'secret' })
  })

  it('is made where there is none', async () => {
    const file = join(directory, 'sub', 'config')
    await mergeKubeconfig(file, credentials, 6443)
    expect(parse(await readFile(file, 'utf8'))['current-context']).toBe('netgrade')
  })

  it.each([
    ['broken YAML', 'clusters: [\n'],
    ['a list', '- 1\n'],
  ])('is left alone where it is %s', async (_name, text) => {
    const file = join(directory, 'config')
    await writeFile(file, text)
    await expect(mergeKubeconfig(file, credentials, 6443)).rejects.toMatchObject({ code: 'kubeconfig-unusable' })
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  it.each([
    [{ KUBECONFIG: '/a:/b', HOME: '/h' }, '/a'],
    [{ KUBECONFIG: '', HOME: '/h' }, '/h/.kube/config'],
    [{ HOME: '/h' }, '/h/.kube/config'],
    [{ KUBECONFIG: '/own', HOME: '/h' }, '/h/.kube/config'],
    [{ KUBECONFIG: '/own:/b', HOME: '/h' }, '/b'],
  ])('is found from %o', (environment, expected) => {
    expect(userKubeconfig(environment, '/own')).toBe(expected)
  })
})
