import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { NetworkPolicy, Pod, PodTemplateSpec } from '../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { parseAddress } from '../../../../src/network/address.ts'
import type { Protocol } from '../../../../src/network/model.ts'
import { compilePolicies } from '../../../../src/network/policy/compile.ts'
import { policiesAllow } from '../../../../src/network/policy/evaluate.ts'
import type { PolicyPeer, PolicyPod } from '../../../../src/network/policy/match.ts'
import { containersOf } from '../../../../src/network/service/derive-endpoints.ts'

const root = path.join(import.meta.dirname, '../../../../../shared/oracles/connectivity')
const folders = existsSync(root) ? readdirSync(root).filter((name) => existsSync(path.join(root, name, 'expected.txt'))) : []

const listed = (value: unknown): KubernetesObject[] => {
  const object = value as (KubernetesObject & { items?: unknown[] }) | null
  if (object === null) return []
  return object.items === undefined ? [object] : object.items.flatMap(listed)
}

const readObjects = (folder: string): KubernetesObject[] =>
  readdirSync(folder)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .flatMap((name) =>
      parseAllDocuments(readFileSync(path.join(folder, name), 'utf8')).flatMap((document) => listed(document.toJS())),
    )

/** A Pod under its owner's name, or a workload's template. */
const podOf = (object: KubernetesObject): { name: string; pod: Pick<Pod, 'metadata' | 'spec'> } | undefined => {
  const namespace = object.metadata.namespace ?? 'default'
  if (object.kind === 'Pod') {
    const owner = object.metadata.ownerReferences?.[0]
    const name =
      owner === undefined ? `${object.metadata.name}[Pod]` : `${owner.name}[${(owner as { kind?: string }).kind ?? 'Pod'}]`
    return { name: `${namespace}/${name}`, pod: object }
  }
  const template = (object as { spec?: { template?: PodTemplateSpec } }).spec?.template
  if (template === undefined) return undefined
  const { spec, metadata } = template
  return {
    name: `${namespace}/${object.metadata.name}[${object.kind}]`,
    pod: { metadata: { ...metadata, namespace }, ...(spec === undefined ? {} : { spec }) },
  }
}

const subjectsOf = (objects: readonly KubernetesObject[]): Map<string, PolicyPod[]> => {
  const namespaces = new Map(
    objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels]),
  )
  const subjects = new Map<string, PolicyPod[]>()
  for (const object of objects) {
    const found = podOf(object)
    if (found === undefined) continue
    const namespace = found.pod.metadata.namespace ?? 'default'
    const subject: PolicyPod = {
      namespace,
      name: found.name,
      labels: found.pod.metadata.labels ?? {},
      namespaceLabels: { ...namespaces.get(namespace), 'kubernetes.io/metadata.name': namespace },
      ports: containersOf(found.pod as Pod).flatMap(({ ports = [] }) => ports),
    }
    subjects.set(found.name, [...(subjects.get(found.name) ?? []), subject])
  }
  return subjects
}

type Range = readonly [number, number]
type Connections = Readonly<Record<Protocol, readonly Range[]>>
const protocols = ['TCP', 'UDP', 'SCTP'] as const

const readConnections = (text: string): Connections => {
  const all: Range[] = [[1, 65535]]
  if (text === 'All Connections') return { TCP: all, UDP: all, SCTP: all }
  const found: Record<Protocol, Range[]> = { TCP: [], UDP: [], SCTP: [] }
  let protocol: Protocol = 'TCP'
  for (const part of text.split(',')) {
    const [, named, from, to] = /^(?:(TCP|UDP|SCTP) )?(\d+)(?:-(\d+))?$/.exec(part)!
    protocol = (named as Protocol | undefined) ?? protocol
    found[protocol].push([Number(from), Number(to ?? from)])
  }
  return found
}

/** Both sides of every boundary that the expectations name. */
const samplePorts = (lines: readonly Line[]): number[] => {
  const edges = lines.flatMap(({ connections }) => protocols.flatMap((protocol) => connections[protocol].flat()))
  return [...new Set([80, ...edges].flatMap((port) => [port - 1, port, port + 1]))].filter((port) => port > 0 && port < 65536)
}

/** First and last address of a range `a.b.c.d-e.f.g.h[External]`. */
const rangeOf = (name: string): string[] => /^([\d.]+)-([\d.]+)\[External\]$/.exec(name)?.slice(1) ?? []

const numberOf = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

/** True where a name of expected.txt means this peer: itself, or a range that holds the address. */
const names = (name: string, peer: string): boolean => {
  if (name === peer) return true
  const [first, last] = rangeOf(name)
  return first !== undefined && !peer.includes('/') && numberOf(first) <= numberOf(peer) && numberOf(peer) <= numberOf(last!)
}

interface Line {
  readonly from: string
  readonly to: string
  readonly connections: Connections
}

const readLines = (text: string): Line[] =>
  text.split('\n').flatMap((line) => {
    const [, from, to, connections] = /^(.*) => (.*?) : (.*)$/.exec(line) ?? []
    return connections === undefined ? [] : [{ from: from!, to: to!, connections: readConnections(connections) }]
  })

const outsider = (ip: string): PolicyPeer => ({ ip, bytes: parseAddress(ip)! })

/** The literal ipBlock reading is not the tool's: there, blocks hold external addresses only, so Pods need none of their own. */
const peerOf = (pod: PolicyPod): PolicyPeer => ({ ...outsider('192.0.2.1'), pod })

describe.skipIf(folders.length === 0)(`connectivity of whole manifests (${folders.length} of 34 folders here)`, () => {
  it.each(folders)('%s', (name) => {
    const objects = readObjects(path.join(root, name))
    const policies = compilePolicies(objects.filter((object): object is NetworkPolicy => object.kind === 'NetworkPolicy'))
    const subjects = subjectsOf(objects)
    const lines = readLines(readFileSync(path.join(root, name, 'expected.txt'), 'utf8'))
    const outside = [...new Set(lines.flatMap(({ from, to }) => [...rangeOf(from), ...rangeOf(to)]))]
    const ports = samplePorts(lines)
    const differences: string[] = []
    const options = { ipBlocksMatchPods: false }

    const allows = (from: string, to: string, target: { port: number; protocol: Protocol }): boolean => {
      const source = subjects.get(from)?.[0]
      const destination = subjects.get(to)?.[0]
      const sourcePeer = source === undefined ? outsider(from) : peerOf(source)
      const destinationPeer = destination === undefined ? outsider(to) : peerOf(destination)
      return (
        (source === undefined ||
          policiesAllow(policies, { direction: 'egress', pod: source, peer: destinationPeer, ...target }, options)) &&
        (destination === undefined ||
          policiesAllow(policies, { direction: 'ingress', pod: destination, peer: sourcePeer, ...target }, options))
      )
    }
    const compare = (from: string, to: string): void => {
      const fitting = lines.filter((line) => names(line.from, from) && names(line.to, to))
      for (const protocol of protocols)
        for (const port of ports) {
          const wanted = fitting.some(({ connections }) =>
            connections[protocol].some(([low, high]) => low <= port && port <= high),
          )
          if (wanted !== allows(from, to, { port, protocol }))
            differences.push(`${from} => ${to} ${protocol} ${port}: ${wanted}`)
        }
    }
    const peers = [...subjects.keys(), ...outside]
    for (const from of peers)
      for (const to of peers) if (from !== to && (subjects.has(from) || subjects.has(to))) compare(from, to)
    expect([differences.length, ...differences.slice(0, 10)]).toEqual([0])
  })
})
