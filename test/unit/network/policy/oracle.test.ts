import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'
import { parseAddress } from '../../../../src/network/address.ts'
import type { Protocol } from '../../../../src/network/model.ts'
import { compilePolicies, type CompiledPolicies, type Direction } from '../../../../src/network/policy/compile.ts'
import { evaluatePolicies, policiesAllow } from '../../../../src/network/policy/evaluate.ts'
import type { PolicyPeer, PolicyPod } from '../../../../src/network/policy/match.ts'

type Table = Record<string, string[]>
interface Step {
  namespaces: Record<string, Record<string, string>>
  pods: { namespace: string; name: string; ip: string; labels: Record<string, string> | null; ports: OraclePort[] | null }[]
  policies: NetworkPolicy[]
  table: Record<Direction | 'allowed' | 'allowedIfIPBlockSkipsPods', Table | undefined>
  external?: { ips: string[]; toPods: Table; fromPods: Table }
}
interface OraclePort {
  name: string
  port: number
  protocol: Protocol
}
interface Case {
  id: string
  steps: Step[]
}
interface Subject {
  pod: PolicyPod
  peer: PolicyPeer
}
interface Target {
  port: number
  protocol: Protocol
}

const folder = path.join(import.meta.dirname, '../../../../../shared/oracles/policies')
const files = ['cyclonus-cases.jsonl.gz', 'random-cases.jsonl.gz']

const read = (file: string): Case[] =>
  gunzipSync(readFileSync(path.join(folder, file)))
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Case)

const subjectsOf = (step: Step): Subject[] =>
  step.pods.map(({ namespace, name, ip, labels, ports }) => {
    const pod: PolicyPod = {
      namespace,
      name,
      labels: labels ?? {},
      namespaceLabels: step.namespaces[namespace] ?? {},
      ports: (ports ?? []).map((port) => ({ name: port.name, containerPort: port.port, protocol: port.protocol })),
    }
    return { pod, peer: { pod, ip, bytes: parseAddress(ip)! } }
  })

const outsider = (ip: string): PolicyPeer => ({ ip, bytes: parseAddress(ip)! })

const targetOf = (text: string): Target => {
  const [protocol, port] = text.split('/')
  return { protocol: protocol as Protocol, port: Number(port) }
}

/** Compares every cell of a step; returns how many were compared and where they differ. */
const compare = (step: Step): { cells: number; differences: string[] } => {
  const policies = compilePolicies(step.policies)
  const subjects = subjectsOf(step)
  const differences: string[] = []
  let cells = 0
  const check = (where: string, wanted: string | undefined, actual: boolean): void => {
    if (wanted === '-' || wanted === undefined) return
    cells++
    if ((wanted === '1') !== actual) differences.push(`${where} should be ${wanted}`)
  }
  const ask = (direction: Direction, pod: PolicyPod, peer: PolicyPeer, target: Target, ipBlocksMatchPods = true): boolean =>
    askBoth(policies, { direction, pod, peer, ...target }, ipBlocksMatchPods)

  for (const [kind, table] of Object.entries(step.table))
    for (const [key, rows] of Object.entries(table ?? {}))
      for (const [i, row] of rows.entries())
        for (const [j, wanted] of Array.from(row).entries()) {
          const target = targetOf(key)
          const source = subjects[i]!
          const destination = subjects[j]!
          const literal = kind !== 'allowedIfIPBlockSkipsPods'
          const egress = kind === 'ingress' || ask('egress', source.pod, destination.peer, target, literal)
          const ingress = kind === 'egress' || ask('ingress', destination.pod, source.peer, target, literal)
          check(`${kind} ${key} ${i}>${j}`, wanted, egress && ingress)
        }
  const { ips, toPods, fromPods } = step.external ?? { ips: [], toPods: {}, fromPods: {} }
  for (const [key, rows] of Object.entries(toPods))
    for (const [i, ip] of ips.entries())
      for (const [j, { pod }] of subjects.entries())
        check(`${ip}>${j} ${key}`, rows[i]![j], ask('ingress', pod, outsider(ip), targetOf(key)))
  for (const [key, rows] of Object.entries(fromPods))
    for (const [i, { pod }] of subjects.entries())
      for (const [j, ip] of ips.entries())
        check(`${i}>${ip} ${key}`, rows[i]![j], ask('egress', pod, outsider(ip), targetOf(key)))
  return { cells, differences }
}

let explained = 0

/** The fast verdict; every 50th is explained as well, and both must agree. */
const askBoth = (
  policies: CompiledPolicies,
  question: Parameters<typeof policiesAllow>[1],
  ipBlocksMatchPods: boolean,
): boolean => {
  const allowed = policiesAllow(policies, question, { ipBlocksMatchPods })
  if (++explained % 50 === 0) {
    const { decision } = evaluatePolicies(policies, question, { ipBlocksMatchPods })
    expect(decision !== 'denied').toBe(allowed)
  }
  return allowed
}

const present = files.filter((file) => existsSync(path.join(folder, file)))

describe.skipIf(present.length === 0)(
  `truth tables of NetworkPolicies (${present.length} of ${files.length} files here)`,
  () => {
    it.each(present)(
      '%s: every cell agrees, with both readings of ipBlock',
      (file) => {
        let cells = 0
        const differences: string[] = []
        for (const { id, steps } of read(file))
          for (const [index, step] of steps.entries()) {
            const result = compare(step)
            cells += result.cells
            differences.push(...result.differences.map((text) => `${id} step ${index}: ${text}`))
          }
        console.info(`${file}: ${cells} cells, ${differences.length} differences`)
        expect(cells).toBeGreaterThan(10_000)
        expect(differences.slice(0, 20)).toEqual([])
      },
      120_000,
    )
  },
)
