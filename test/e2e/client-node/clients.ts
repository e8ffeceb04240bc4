/** The library @kubernetes/client-node, talking to an embedded cluster of its own. */
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { KubeConfig, type ApiException, type V1Pod } from '@kubernetes/client-node'
import { expect } from 'vitest'
import { openSession, type Session } from '../support/session.ts'

export interface Clients {
  readonly session: Session
  readonly config: KubeConfig
}

/** Starts a cluster and reads its kubeconfig as programs do. */
export async function openClients(): Promise<Clients> {
  const session = await openSession()
  expect((await session.grade('up', '--brief')).code).toBe(0)
  const config = new KubeConfig()
  config.loadFromFile(join(session.state, 'kubeconfig'))
  return { session, config }
}

/** Asks again until the answer is there; fails after ten seconds. */
export async function eventually<T>(ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const answer = await ask()
    if (answer !== undefined) return answer
  }
  throw new Error('what was waited for did not come')
}

/** What a refused call says: the code, and the message of the Status in the body. */
export async function refusal(call: Promise<unknown>): Promise<{ readonly code: number; readonly message: string }> {
  const error = (await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )) as ApiException<unknown> | undefined
  if (error === undefined) throw new Error('the call was not refused')
  const status = (typeof error.body === 'string' ? JSON.parse(error.body) : error.body) as { readonly message: string }
  return { code: error.code, message: status.message }
}

/** A stream that keeps what is written to it. */
export class Kept extends Writable {
  text = ''

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

export const pod = (name: string, image: string, command?: readonly string[]): V1Pod => ({
  metadata: { name },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: 'main', image, ...(command === undefined ? {} : { command: [...command] }) }],
  },
})
