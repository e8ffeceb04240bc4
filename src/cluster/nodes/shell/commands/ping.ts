/** ping and traceroute, as busybox and as iputils print them. */
import type { Pod } from '../../../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../../../kubernetes/guards.ts'
import { respond } from '../../../../network/dns/respond.ts'
import { reverseName } from '../../../../network/dns/reverse-name.ts'
import { familyOf, isLoopback } from '../../../../network/address.ts'
import { ping as askPing, type Ping } from '../../../../network/ping.ts'
import { addressesOfPod } from '../../../../network/state.ts'
import { hostIpsOf } from '../../pod-addresses.ts'
import { toolsOf } from '../../userland.ts'
import { fail, inPieces, type Command, type CommandResult, type Piece, type Session } from '../session.ts'
import { hasFlag, parseOptions, valueOf } from './options.ts'
import { gatewayOfPod } from './interfaces.ts'
import { podOf } from './pod.ts'

const VALUED = new Set(['-c', '-W', '-w', '-i', '-s', '-I', '-t', '-m', '-q', '-f', '-p', '-z'])
const PING_VALUED = new Set([...VALUED].filter((name) => name !== '-q' && name !== '-f'))

/**
 * DIFFERS: what a pipe or a file takes would be handed on at the end only, which never comes without -c (docs/differences.md).
 */
const UNSEEN_COUNT = 4
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

/** The end of a Pod's cable on its node, which answers as the node does. */
const isGateway = (session: Session, ip: string): boolean =>
  podOf(session)?.spec?.hostNetwork !== true && session.instance.setup.podIps.some((own) => gatewayOfPod(session, own) === ip)

/** Whether packets get there without a router. */
const isNextDoor = (session: Session, ip: string): boolean =>
  session.instance.setup.podIps.includes(ip) || isLoopback(ip) || isGateway(session, ip)

/** What becomes of a ping, by the model, which knows no gateways. */
const answerOf = (session: Session, host: string): Ping => {
  const asked = askPing(session.world.snapshot(), { from: session.source, to: { host } })
  return asked.ip !== undefined && isGateway(session, asked.ip) ? { ...asked, verdict: 'connected' } : asked
}

/** The addresses that packets pass on their way, the target last: the Pod's gateway, the other node, the other Pod. */
const wayTo = (session: Session, ip: string): readonly string[] => {
  const own = podOf(session)
  const { podIps } = session.instance.setup
  if (isNextDoor(session, ip)) return [ip]
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
  readonly size: number
  readonly ttl: number
  /** As iputils names who answers. */
  readonly from: string
}

/** What was sent, and what came back of it. */
interface Tally {
  readonly sent: number
  /** Round trips in milliseconds. */
  readonly times: readonly number[]
  readonly tookMs: number
}

interface Words {
  head(pinging: Pinging): string
  line(pinging: Pinging, index: number, time: number): string
  end(pinging: Pinging, tally: Tally): string
}

const summary = (times: readonly number[]): string => {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return [Math.min(...times), mean, Math.max(...times)].map((time) => time.toFixed(3)).join('/')
}

const deviation = (times: readonly number[]): number => {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length)
}

const lossOf = ({ sent, times }: Tally): number => (sent === 0 ? 0 : Math.round(((sent - times.length) / sent) * 100))

const BUSYBOX: Words = {
  head: ({ name, ip, size }) => `PING ${name} (${ip}): ${size} data bytes\n`,
  line: ({ ip, size, ttl }, index, time) =>
    `${size + 8} bytes from ${ip}: seq=${index} ttl=${ttl} time=${time.toFixed(3)} ms\n`,
  end: ({ name }, tally) => {
    const { sent, times } = tally
    const trips = times.length === 0 ? '' : `round-trip min/avg/max = ${summary(times)} ms\n`
    return `\n--- ${name} ping statistics ---\n${sent} packets transmitted, ${times.length} packets received, ${lossOf(tally)}% packet loss\n${trips}`
  },
}

const IPUTILS: Words = {
  head: ({ name, ip, size }) => {
    // Of IPv6 it does not count the headers.
    const load = familyOf(ip) === 'IPv6' ? `${size} data bytes` : `${size}(${size + 28}) bytes of data.`
    return `PING ${name} (${ip}) ${load}\n`
  },
  line: ({ from, size, ttl }, index, time) =>
    `${size + 8} bytes from ${from}: icmp_seq=${index + 1} ttl=${ttl} time=${time.toFixed(3)} ms\n`,
  end: ({ name }, tally) => {
    const { sent, times, tookMs } = tally
    const trips = times.length === 0 ? '\n' : `rtt min/avg/max/mdev = ${summary(times)}/${deviation(times).toFixed(3)} ms\n`
    return `\n--- ${name} ping statistics ---\n${sent} packets transmitted, ${times.length} received, ${lossOf(tally)}% packet loss, time ${tookMs}ms\n${trips}`
  },
}

const number = (text: string | undefined, usual: number): number => (Number(text) > 0 ? Number(text) : usual)

interface Course {
  readonly count: number
  readonly intervalMs: number
  /** The time that the last one is waited for where none has come back. */
  readonly lingerMs: number
  readonly isAnswered: () => boolean
  /** Shows what came back. */
  readonly show: (index: number, time: number) => void
}

/** Sends one after another until all have been sent, or somebody has had enough. */
async function send({ count, intervalMs, lingerMs, isAnswered, show }: Course, session: Session): Promise<Tally> {
  const begunMs = session.world.clock.now()
  const times: number[] = []
  let hasHadEnough = false
  const isInterrupted = (): boolean => hasHadEnough
  let wake: () => void = () => undefined
  const interrupted = new Promise<void>((resolve) => (wake = resolve))
  const forget = session.onInterrupt(() => {
    hasHadEnough = true
    wake()
  })
  const pause = async (ms: number): Promise<void> => {
    let cancel: () => void = () => undefined
    const time = new Promise<void>((resolve) => (cancel = session.world.clock.after(ms, resolve)))
    await session.waitUntil(Promise.race([time, interrupted])).finally(() => cancel())
  }
  let sent = 0
  try {
    while (!isInterrupted() && sent < count) {
      if (sent > 0) await pause(intervalMs)
      if (isInterrupted()) break
      if (isAnswered()) {
        times.push(roundTrip(sent))
        show(sent, roundTrip(sent))
      }
      sent += 1
    }
    if (times.length === 0 && !isInterrupted()) await pause(lingerMs)
  } finally {
    forget()
  }
  const waitedMs = times.length === 0 && !isInterrupted() ? lingerMs : 0
  return { sent, times, tookMs: session.world.clock.now() - begunMs - waitedMs }
}

/** Pods and nodes answer; a Service's address does not (semantics S15). */
export const ping: Command = async (args, session): Promise<CommandResult> => {
  const options = parseOptions(args, PING_VALUED)
  const name = options.operands.at(-1)
  const isIputils = toolsOf(session.instance.setup.image) === 'iputils'
  if (name === undefined)
    return fail(isIputils ? 'ping: usage error: Destination address required\n' : 'BusyBox: ping: no host\n', isIputils ? 2 : 1)
  const ask = (): Ping => answerOf(session, name)
  const { ip } = ask()
  if (ip === undefined)
    return isIputils ? fail(`ping: ${name}: Name does not resolve\n`, 2) : fail(`ping: bad address '${name}'\n`)
  const interval = number(valueOf(options, '-i'), 1)
  const deadline = valueOf(options, '-w')
  const reverse = name === ip || hasFlag(options, '-n') ? undefined : nameOf(session, ip)
  const pinging: Pinging = {
    name,
    ip,
    size: number(valueOf(options, '-s'), 56),
    ttl: FULL_TTL - wayTo(session, ip).length + 1,
    from: name === ip ? ip : `${reverse ?? ip} (${ip})`,
  }
  const words = isIputils ? IPUTILS : BUSYBOX
  let unseen = ''
  const print = (text: string): void => void (unseen += session.emit(text) ? '' : text)
  print(words.head(pinging))
  const wanted = number(valueOf(options, '-c'), unseen === '' ? Infinity : UNSEEN_COUNT)
  const tally = await send(
    {
      count: deadline === undefined ? wanted : Math.max(1, Math.min(wanted, Math.floor(Number(deadline) / interval))),
      intervalMs: interval * 1000,
      lingerMs: number(valueOf(options, '-W'), deadline === undefined ? LINGER_SECONDS : interval) * 1000,
      isAnswered: () => ask().verdict === 'connected',
      show: (index, time) => {
        if (!hasFlag(options, '-q')) print(words.line(pinging, index, time))
      },
    },
    session,
  )
  print(words.end(pinging, tally))
  return { stdout: unseen, stderr: '', exitCode: tally.times.length > 0 ? 0 : 1 }
}

const PROBES = 3
const MAX_HOPS = 30
const PROBE_SECONDS = 5

export const traceroute: Command = async (args, session) => {
  const options = parseOptions(args, VALUED)
  const name = options.operands[0]
  if (name === undefined) return fail('traceroute: no host\n')
  const { ip, verdict } = answerOf(session, name)
  if (ip === undefined) return fail(`traceroute: bad address '${name}'\n`)
  const most = number(valueOf(options, '-m'), MAX_HOPS)
  const probes = number(valueOf(options, '-q'), PROBES)
  const isReached = verdict === 'connected'
  const way = wayTo(session, ip)
  const shown = (isReached ? way : way.slice(0, -1)).slice(0, most)
  const unseen: Piece[] = []
  const tell = (text: string, stream: Piece['stream'] = 'stdout'): void => {
    if (!session.emit(text, stream)) unseen.push({ stream, text })
  }
  tell(`traceroute to ${name} (${ip}), ${most} hops max, 46 byte packets\n`, 'stderr')
  for (const [index, hop] of shown.entries()) {
    const label = hasFlag(options, '-n') ? hop : `${nameOf(session, hop) ?? hop} (${hop})`
    const times = Array.from({ length: probes }, (_, probe) => `  ${roundTrip(index * probes + probe).toFixed(3)} ms`)
    tell(`${String(index + 1).padStart(2)}  ${label}${times.join('')}\n`)
  }
  for (let hop = shown.length + 1; !isReached && hop <= most; hop += 1) {
    tell(String(hop).padStart(2))
    for (let probe = 0; probe < probes; probe += 1) {
      await session.wait(number(valueOf(options, '-w'), PROBE_SECONDS) * 1000)
      tell('  *')
    }
    tell('\n')
  }
  return inPieces(unseen, 0)
}
