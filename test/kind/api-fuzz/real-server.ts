/** Requests to the API server that a kubeconfig names, over a few connections that are kept. */
import { Agent, request } from 'node:https'
import { KubeConfig } from '@kubernetes/client-node'
import type { RawAnswer } from './answers.ts'

export interface RealServer {
  /** JSON, unless headers say otherwise. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<RawAnswer>
  close(): void
}

const CONNECTIONS = 4

const bytesOf = (base64: string | undefined): Buffer | undefined =>
  base64 === undefined ? undefined : Buffer.from(base64, 'base64')

const warningsOf = (headers: readonly string[]): readonly string[] =>
  headers.filter((_value, index) => index % 2 === 1 && headers[index - 1]?.toLowerCase() === 'warning')

/** The kubeconfig's current context, by client certificate. */
export function openRealServer(kubeconfig: string): RealServer {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfig)
  const cluster = config.getCurrentCluster()
  const user = config.getCurrentUser()
  if (cluster === null || user === null) throw new Error(`${kubeconfig}: no current context`)
  const { hostname, port } = new URL(cluster.server)
  const [ca, cert, key] = [cluster.caData, user.certData, user.keyData].map(bytesOf)
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca, cert, key })
  const ask: RealServer['ask'] = (method, path, body, more = {}) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...more }
      const question = request({ hostname, port, path, method, agent, headers }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const whole = Buffer.concat(chunks).toString()
          resolve({ code: answer.statusCode ?? 0, text: whole, warnings: warningsOf(answer.rawHeaders) })
        })
      })
      question.on('error', reject)
      question.end(text)
    })
  return { ask, close: () => agent.destroy() }
}
