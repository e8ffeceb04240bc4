/** The kubeconfig that kubectl reads. Our own file in the state directory; the user's only where they ask for it. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { makeFolder } from '../../src/node/make-folder.ts'
import { Problem } from '../terminal/problem.ts'
import type { KeptCredentials } from './credentials.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { systemErrorCode, writePrivateFile } from './private-files.ts'

export const CONTEXT_NAME = 'netgrade'

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

/** The three entries by which a kubeconfig knows a cluster. @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
const entries = (credentials: KeptCredentials, port: number) => ({
  clusters: {
    name: CONTEXT_NAME,
    cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': base64(credentials.authority) },
  },
  users: {
    name: CONTEXT_NAME,
    user: {
      'client-certificate-data': base64(credentials.clientCertificate),
      'client-key-data': base64(credentials.clientKey),
    },
  },
  contexts: { name: CONTEXT_NAME, context: { cluster: CONTEXT_NAME, user: CONTEXT_NAME } },
})

/** Keeps what the learner set in our file, such as the context's namespace; undefined where there is no such text. */
function namespaceOf(existing: string | undefined): string | undefined {
  return existing === undefined
    ? undefined
    : /^ {6}namespace: (\S+)$|^ {4}namespace: (\S+)$/m.exec(existing)?.slice(1).find(Boolean)
}

export function renderKubeconfig(credentials: KeptCredentials, port: number, namespace?: string): string {
  const { clusters, users } = entries(credentials, port)
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    `- name: ${CONTEXT_NAME}`,
    '  cluster:',
    `    certificate-authority-data: ${clusters.cluster['certificate-authority-data']}`,
    `    server: ${clusters.cluster.server}`,
    'users:',
    `- name: ${CONTEXT_NAME}`,
    '  user:',
    `    client-certificate-data: ${users.user['client-certificate-data']}`,
    `    client-key-data: ${users.user['client-key-data']}`,
    'contexts:',
    `- name: ${CONTEXT_NAME}`,
    '  context:',
    `    cluster: ${CONTEXT_NAME}`,
    ...(namespace === undefined ? [] : [`    namespace: ${namespace}`]),
    `    user: ${CONTEXT_NAME}`,
    `current-context: ${CONTEXT_NAME}`,
    '',
  ].join('\n')
}

/** Writes our own kubeconfig; a namespace that `kubectl config set-context` put there stays. */
export async function writeKubeconfig(paths: StatePaths, credentials: KeptCredentials, port: number): Promise<void> {
  const existing = await readFile(paths.kubeconfig, 'utf8').catch(() => undefined)
  await writePrivateFile(paths.kubeconfig, renderKubeconfig(credentials, port, namespaceOf(existing)))
}

/** The port that our own kubeconfig names, which clients may have kept: of the last cluster that ran with this state, running or not. */
export async function lastPort(paths: StatePaths): Promise<number | undefined> {
  const text = await readFile(paths.kubeconfig, 'utf8').catch(() => '')
  const port = Number(/^ {4}server: https:\/\/127\.0\.0\.1:(\d+)$/m.exec(text)?.[1])
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
}

/** The user's file that kubectl would write to: the first of `KUBECONFIG` that is not our own, else `~/.kube/config`. */
export function userKubeconfig(environment: Readonly<Record<string, string | undefined>>, own = ''): string {
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).find((path) => path !== '' && path !== own)
  return listed ?? join(environment['HOME'] ?? homedir(), '.kube', 'config')
}

/** Adds or renews the context `netgrade` in a kubeconfig of the user's. Everything else in it, comments too, stays; so does its current context. */
export async function mergeKubeconfig(file: string, credentials: KeptCredentials, port: number): Promise<void> {
  const { isMap, isSeq, parseDocument } = await import('yaml')
  const existing = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return ''
    throw unusable(file, error)
  })
  const document = parseDocument(existing.trim() === '' ? 'apiVersion: v1\nkind: Config\n' : existing)
  const mistake = document.errors[0]?.message ?? (isMap(document.contents) ? undefined : 'it is not a mapping')
  if (mistake !== undefined) throw unusable(file, mistake)
  for (const [list, entry] of Object.entries(entries(credentials, port))) {
    const present = document.get(list)
    if (!isSeq(present)) {
      document.set(list, document.createNode([entry]))
      continue
    }
    const index = present.items.findIndex((item) => isMap(item) && item.get('name') === CONTEXT_NAME)
    if (index < 0) present.add(document.createNode(entry))
    else present.set(index, document.createNode(entry))
  }
  if (!document.has('current-context')) document.set('current-context', CONTEXT_NAME)
  await replaceUsersFile(file, document.toString())
}

/** A file that is there keeps its mode; a new one is its owner's only. */
async function replaceUsersFile(file: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(file), 0o700)
    await writeFileAtomic(file, text, existsSync(file) ? {} : { mode: 0o600 })
  } catch (error) {
    throw unusable(file, error)
  }
}

const unusable = (file: string, error: unknown): Problem =>
  new Problem('kubeconfig-unusable', { path: file, reason: error instanceof Error ? error.message : String(error) }, error)
