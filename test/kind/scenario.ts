/** What is put into a real cluster, what is asked there, and how a scenario is called. */
import type { Destination, Source } from '../../src/network/model.ts'
import type { ModelQuestion } from '../../src/network/switches.ts'

/** As it is applied: kubectl reads it as JSON. */
export type Manifest = Readonly<Record<string, unknown>>

export interface Scenario {
  readonly name: string
  readonly objects: readonly Manifest[]
  readonly asked: readonly ModelQuestion[]
}

/** Namespaces: the first two differ in their label, the third has none. */
export const NEAR = 'observe-near'
export const FAR = 'observe-far'
export const PLAIN = 'observe-plain'
export const NAMESPACES: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NEAR, labels: { team: 'near' } } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: FAR, labels: { team: 'far' } } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: PLAIN } },
]

export const podAt = (namespace: string, name: string): Source & Destination => ({ pod: { namespace, name } })
export const serviceAt = (name: string, namespace = NEAR): Destination => ({ service: { namespace, name } })

export const connection = (from: Source, to: Destination, port: number): ModelQuestion => ({
  kind: 'connection',
  question: { from, to, port, protocol: 'TCP' },
})
export const page = (from: Source, url: string): ModelQuestion => ({
  kind: 'request',
  question: { from, url, ...('outside' in from ? { connectTo: 'ingress' as const } : {}) },
})
export const lookup = (from: Source, name: string): ModelQuestion => ({ kind: 'name', question: { from, name, type: 'A' } })

export interface PodOptions {
  readonly labels?: Readonly<Record<string, string>>
  /** What it runs; a server at 80 and 8080 where absent. */
  readonly script?: string
  readonly ready?: false
}

/** A Pod of BusyBox, whose ports are named http and alt. */
export const pod = (namespace: string, name: string, { labels = {}, script, ready }: PodOptions = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name, labels: { app: name, ...labels } },
  spec: {
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    containers: [
      {
        name: 'server',
        image: 'busybox:1.36',
        command: ['sh', '-c', script ?? 'httpd -p 8080; httpd -f -p 80'],
        ports: [
          { name: 'http', containerPort: 80 },
          { name: 'alt', containerPort: 8080 },
        ],
        ...(ready === undefined ? {} : { readinessProbe: { exec: { command: ['false'] } } }),
      },
    ],
  },
})

/** What clients run: nothing, for as long as anybody asks. */
export const IDLE = 'sleep 3600'

/** Who asks in every scenario of servers. */
export const CLIENTS: readonly Manifest[] = [
  pod(NEAR, 'client', { labels: { role: 'client' }, script: IDLE }),
  pod(NEAR, 'stranger', { script: IDLE }),
  pod(FAR, 'client', { labels: { role: 'client' }, script: IDLE }),
  pod(PLAIN, 'client', { labels: { role: 'client' }, script: IDLE }),
]
export const ASKING: readonly Source[] = [
  podAt(NEAR, 'client'),
  podAt(NEAR, 'stranger'),
  podAt(FAR, 'client'),
  podAt(PLAIN, 'client'),
]
