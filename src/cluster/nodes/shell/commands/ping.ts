/** ping and traceroute, as busybox and as iputils print them. */
import type { Pod } from '../../../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../../../kubernetes/guards.ts'
import { respond } from '../../../../network/dns/respond.ts'
import { reverseName } from '../../../../network/dns/reverse-name.ts'
import { familyOf, isLoopback } from '../../../../network/address.ts'
import { ping as askPing } from '../../../../network/ping.ts'
import { addressesOfPod } from '../../../../network/state.ts'
import { hostIpsOf } from '../../pod-addresses.ts'
import { toolsOf } from '../../userland.ts'
import { fail, type Command, type CommandResult, type Session } from '../session.ts'
import { hasFlag, parseOptions, valueOf } from './options.ts'
import { gatewayOfPod } from './interfaces.ts'
import { podOf } from './pod.ts'

const VALUED = new Set(['-c', '-W', '-w', '-i', '-s', '-I', '-t', '-m', '-q', '-f', '-p', '-z'])
const PING_VALUED = new Set([...VALUED].filter((name) => name !== '-q' && name !== '-f'))

/** DIFFERS: without -c a real ping goes on until it is interrupted (docs/differences.md). */
const USUAL_COUNT = 4
const LINGER_SECONDS = 10

/** A packet's life: 64 less one for each router on its way. */
const FULL_TTL = 64

const podAt = (session: Session, ip: string): Pod | undefined => {
  return session.world
    .snapshot()
    .objects.filter(isPod)
    .find((pod) => addressesOfPod(pod).includes(ip))
}

/** The node's addresses by its name, one of each family. */
const addressesOfNode = (session: Session, name: string | undefined): readonly string[] =>
  session.world
    .snapshot()
    .objects.filter(isNode)
    .filter(({ metadata }) => metadata.name === name)
    .flatMap(hostIpsOf)

/** The addresses that packets pass on their way, the target last: the Pod's gateway, the other node, the other Pod. */
const wayTo = (session: Session, ip: string): readonly string[] => {
  const own = podOf(session)
  const { podIps } = session.instance.setup
  if (podIps.includes(ip) || isLoopback(ip)) return [ip]
  const target = podAt(session, ip)
  const ownNode = own?.spec?.nodeName
  const from = podIps.find((one) => familyOf(one) === familyOf(ip))
  const first = from === undefined || own?.spec?.hostNetwork === true ? [] : [gatewayOfPod(session, from)]
  if (addressesOfNode(session, ownNode).includes(ip)) return [ip]
  if (target === undefined || target.spec?.hostNetwork === true) return [...first, ip]
  if (target.spec?.nodeName === ownNode) return [...first, ip]
  const others = addressesOfNode(session, target.spec?.nodeName).filter((one) => familyOf(one) === familyOf(ip))
  return [...first, ...others, ip]
}

const nameOf = (session: Session, ip: string): string | undefined => {
  const reverse = reverseName(ip)
  const data = reverse === undefined ? undefined : respond(session.world.snapshot(), reverse, 'PTR').answer[0]?.data
  return data?.replace(/\.$/u, '')
}

/** Milliseconds there and back: what the kernel takes, the same in every run. */
const roundTrip = (sequence: number): number => (((sequence * 37) % 50) + 60) / 1000

interface Pinging {
  readonly name: string
  readonly ip: string
  readonly count: number
  readonly size: number
  readonly isQuiet: boolean
  readonly ttl: number
  readonly tookMs: number
}

const summary = (times: readonly number[]): string => {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return [Math.min(...times), mean, Math.max(...times)].map((time) => time.toFixed(3)).join('/')
}

const deviation = (times: readonly number[]): number => {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length)
}

const busyboxPing = ({ name, ip, count, size, isQuiet, ttl }: Pinging, received: number): string => {
  const times = Array.from({ length: received }, (_, index) => roundTrip(index))
  const line = (time: number, index: number): string =>
    `${size + 8} bytes from ${ip}: seq=${index} ttl=${ttl} time=${time.toFixed(3)} ms\n`
  const lost = Math.round(((count - received) / count) * 100)
  const end = received === 0 ? '' : `round-trip min/avg/max = ${summary(times)} ms\n`
  return `PING ${name} (${ip}): ${size} data bytes\n${isQuiet ? '' : times.map(line).join('')}\n--- ${name} ping statistics ---\n${count} packets transmitted, ${received} packets received, ${lost}% packet loss\n${end}`
}

const iputilsPing = ({ name, ip, count, size, isQuiet, ttl, tookMs }: Pinging, received: number, from: string): string => {
  const times = Array.from({ length: received }, (_, index) => roundTrip(index))
  const line = (time: number, index: number): string =>
    `${size + 8} bytes from ${from}: icmp_seq=${index + 1} ttl=${ttl} time=${time.toFixed(3)} ms\n`
  const lost = Math.round(((count - received) / count) * 100)
  const end = received === 0 ? '\n' : `rtt min/avg/max/mdev = ${summary(times)}/${deviation(times).toFixed(3)} ms\n`
  // Of IPv6 it does not count the headers.
  const load = familyOf(ip) === 'IPv6' ? `${size} data bytes` : `${size}(${size + 28}) bytes of data.`
  return `PING ${name} (${ip}) ${load}\n${isQuiet ? '' : times.map(line).join('')}\n--- ${name} ping statistics ---\n${count} packets transmitted, ${received} received, ${lost}% packet loss, time ${tookMs}ms\n${end}`
}

const number = (text: string | undefined, usual: number): number => (Number(text) > 0 ? Number(text) : usual)

/** Pods and nodes answer; a Service's address does not (semantics S15). */
export const ping: Command = async (args, session): Promise<CommandResult> => {
  const options = parseOptions(args, PING_VALUED)
  const name = options.operands.at(-1)
  const isIputils = toolsOf(session.instance.setup.image) === 'iputils'
  if (name === undefined)
    return fail(isIputils ? 'ping: usage error: Destination address required\n' : 'BusyBox: ping: no host\n', isIputils ? 2 : 1)
  const { ip, verdict } = askPing(session.world.snapshot(), { from: session.source, to: { host: name } })
  if (ip === undefined)
    return isIputils ? fail(`ping: ${name}: Name does not resolve\n`, 2) : fail(`ping: bad address '${name}'\n`)
  const interval = number(valueOf(options, '-i'), 1)
  const deadline = valueOf(options, '-w')
  const wanted = number(valueOf(options, '-c'), USUAL_COUNT)
  const count = deadline === undefined ? wanted : Math.max(1, Math.min(wanted, Math.floor(Number(deadline) / interval)))
  const isAnswered = verdict === 'connected'
  const tookMs = Math.round((count - 1) * interval * 1000)
  const linger = isAnswered ? 0 : number(valueOf(options, '-W'), deadline === undefined ? LINGER_SECONDS : interval) * 1000
  await session.wait(tookMs + linger)
  const pinging: Pinging = {
    name,
    ip,
    count,
    size: number(valueOf(options, '-s'), 56),
    isQuiet: hasFlag(options, '-q'),
    ttl: FULL_TTL - wayTo(session, ip).length + 1,
    tookMs,
  }
  const reverse = name === ip || hasFlag(options, '-n') ? undefined : nameOf(session, ip)
  const from = name === ip ? ip : `${reverse ?? ip} (${ip})`
  const received = isAnswered ? count : 0
  const stdout = isIputils ? iputilsPing(pinging, received, from) : busyboxPing(pinging, received)
  return { stdout, stderr: '', exitCode: isAnswered ? 0 : 1 }
}

const PROBES = 3
const MAX_HOPS = 30
const PROBE_SECONDS = 5

export const traceroute: Command = async (args, session) => {
  const options = parseOptions(args, VALUED)
  const name = options.operands[0]
  if (name === undefined) return fail('traceroute: no host\n')
  const { ip, verdict } = askPing(session.world.snapshot(), { from: session.source, to: { host: name } })
  if (ip === undefined) return fail(`traceroute: bad address '${name}'\n`)
  const most = number(valueOf(options, '-m'), MAX_HOPS)
  const probes = number(valueOf(options, '-q'), PROBES)
  const isReached = verdict === 'connected'
  const way = wayTo(session, ip)
  const shown = (isReached ? way : way.slice(0, -1)).slice(0, most)
  const line = (hop: string, index: number): string => {
    const label = hasFlag(options, '-n') ? hop : `${nameOf(session, hop) ?? hop} (${hop})`
    const times = Array.from({ length: probes }, (_, probe) => `  ${roundTrip(index * probes + probe).toFixed(3)} ms`)
    return `${String(index + 1).padStart(2)}  ${label}${times.join('')}\n`
  }
  const silent = isReached ? 0 : most - shown.length
  await session.wait(silent * probes * number(valueOf(options, '-w'), PROBE_SECONDS) * 1000)
  const lost = Array.from(
    { length: silent },
    (_, index) => `${String(shown.length + index + 1).padStart(2)}${'  *'.repeat(probes)}\n`,
  )
  return {
    stdout: `${shown.map(line).join('')}${lost.join('')}`,
    stderr: `traceroute to ${name} (${ip}), ${most} hops max, 46 byte packets\n`,
    exitCode: 0,
  }
}
