/** The program that started this one holds the keys of the learner's cluster: it is asked for the cluster, over the channel between both. */
import { isJsonObject } from '../../src/kubernetes/json.ts'
import type { OwnCluster } from './learner.ts'

/** Of a process that was started with a channel. */
export interface Channel {
  readonly send: (message: unknown) => void
  readonly onMessage: (take: (message: unknown) => void) => void
}

const LIMIT_MS = 10_000

const readCluster = (value: unknown): OwnCluster | undefined =>
  isJsonObject(value) && typeof value['manifests'] === 'string' && typeof value['count'] === 'number'
    ? { manifests: value['manifests'], count: value['count'] }
    : undefined

/** Answers belong to questions by their numbers; no answer in time is none. */
export const askOver = ({ send, onMessage }: Channel): (() => Promise<OwnCluster | undefined>) => {
  const waiting = new Map<number, (cluster: OwnCluster | undefined) => void>()
  let last = 0
  onMessage((message) => {
    if (!isJsonObject(message) || typeof message['answer'] !== 'number') return
    waiting.get(message['answer'])?.(readCluster(message['cluster']))
  })
  return () =>
    new Promise((resolve) => {
      last += 1
      const question = last
      const settle = (cluster: OwnCluster | undefined): void => {
        clearTimeout(timer)
        waiting.delete(question)
        resolve(cluster)
      }
      const timer = setTimeout(settle, LIMIT_MS, undefined)
      waiting.set(question, settle)
      send({ question, about: 'cluster' })
    })
}
