/** The embedded cluster in this process, asked as the real server is. */
import { createCluster } from '../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../src/cluster/virtual.ts'
import type { RawAnswer } from './answers.ts'

export interface EmbeddedServer {
  ask(method: string, path: string, body?: unknown): Promise<RawAnswer>
}

/** As kubeadm's own administrator: what RBAC asks is asked of them, where members of system:masters are asked nothing. */
const ADMINISTRATOR = {
  'impersonate-user': 'kubernetes-admin',
  'impersonate-group': 'kubeadm:cluster-admins',
}

/** Several warnings stand in one header here. */
const warningsOf = (header: string | null): readonly string[] => (header === null ? [] : header.split(/, (?=299 - ")/u))

export function openEmbeddedServer(): EmbeddedServer {
  const cluster = createCluster({
    clock: createVirtualClock(Date.parse('2026-01-01T00:00:00Z')),
    random: createSeededRandom(1),
  })
  return {
    ask: async (method, path, body) => {
      const answer = await cluster.handle(
        new Request(`https://127.0.0.1${path}`, {
          method,
          headers: { 'content-type': 'application/json', ...ADMINISTRATOR },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )
      return { code: answer.status, text: await answer.text(), warnings: warningsOf(answer.headers.get('warning')) }
    },
  }
}
