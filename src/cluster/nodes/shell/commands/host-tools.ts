/** What a Pod says of itself: its addresses, its names, its processes and sockets. */
import { hostnameOf } from '../../../../network/dns/hosts-file.ts'
import { indexSnapshot } from '../../../../network/state.ts'
import { ping as askPing } from '../../../../network/ping.ts'
import { connect } from '../../../../network/connect.ts'
import { parseDuration } from '../../programs/idle.ts'
import { done, fail, type Command } from '../session.ts'
import { podOf } from './pod.ts'

export const hostname: Command = (args, session) => {
  const { setup } = session.instance
  if (args.includes('-i') || args.includes('-I')) return done(`${setup.podIp}\n`)
  const pod = podOf(session)
  if (!args.includes('-f') || pod === undefined) return done(`${setup.hostname}\n`)
  const { hostname: name, domain } = hostnameOf(indexSnapshot(session.world.snapshot()), pod)
  return done(`${domain === undefined ? name : `${name}.${domain}`}\n`)
}

export const sleep: Command = async (args, session) => {
  const times = args.map(parseDuration)
  if (times.length === 0) return fail('sleep: missing operand\n')
  if (times.includes('forever')) return session.waitForever()
  const bad = times.indexOf(undefined)
  if (bad >= 0) return fail(`sleep: invalid number '${args[bad] ?? ''}'\n`)
  await session.wait(times.reduce<number>((sum, time) => sum + Number(time), 0))
  return done('')
}

const PING_COUNT = 4

/** Pods and nodes answer; a Service's address does not (semantics S15). */
export const ping: Command = async (args, session) => {
  const countAt = args.indexOf('-c')
  const count = countAt < 0 ? PING_COUNT : Number(args[countAt + 1])
  const name =
    args.findLast((word, index) => !word.startsWith('-') && !(args[index - 1] ?? '').startsWith('-')) ?? args.at(-1) ?? ''
  const { ip, verdict } = askPing(session.world.snapshot(), { from: session.source, to: { host: name } })
  if (ip === undefined) return fail(`ping: bad address '${name}'\n`)
  const head = `PING ${name} (${ip}): 56 data bytes\n`
  if (verdict !== 'connected') {
    await session.wait(count * 1000)
    return {
      stdout: `${head}\n--- ${name} ping statistics ---\n${count} packets transmitted, 0 packets received, 100% packet loss\n`,
      stderr: '',
      exitCode: 1,
    }
  }
  const lines = Array.from({ length: count }, (_, index) => `64 bytes from ${ip}: seq=${index} ttl=62 time=0.1 ms\n`).join('')
  return done(
    `${head}${lines}\n--- ${name} ping statistics ---\n${count} packets transmitted, ${count} packets received, 0% packet loss\nround-trip min/avg/max = 0.1/0.1/0.1 ms\n`,
  )
}

export const ip: Command = (args, { instance }) => {
  const own = instance.setup.podIp
  const gateway = own.replace(/\.\d+$/u, '.1')
  if ((args[0] ?? '').startsWith('r'))
    return done(
      `default via ${gateway} dev eth0 \n${own.replace(/\.\d+$/u, '.0')}/24 via ${gateway} dev eth0  src ${own} \n${gateway} dev eth0 scope link  src ${own} \n`,
    )
  return done(
    `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    inet 127.0.0.1/8 scope host lo\n2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue \n    inet ${own}/24 brd ${own.replace(/\.\d+$/u, '.255')} scope global eth0\n`,
  )
}

export const ifconfig: Command = (_args, { instance }) =>
  done(
    `eth0      Link encap:Ethernet\n          inet addr:${instance.setup.podIp}  Bcast:${instance.setup.podIp.replace(/\.\d+$/u, '.255')}  Mask:255.255.255.0\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n`,
  )

export const ps: Command = (_args, { instance }) =>
  done(`PID   USER     TIME  COMMAND\n    1 root      0:00 ${instance.setup.argv.join(' ')}\n`)

/** The sockets of all containers of the Pod: they share one network. */
export const netstat: Command = (_args, session) => {
  const { namespace, pod } = session.instance.setup
  const listeners = session.world.snapshot().facts.pods[`${namespace}/${pod}`]?.listeners ?? []
  const rows = listeners.map(
    ({ protocol, address, port, program }) =>
      `${protocol.toLowerCase().padEnd(5)}      0      0 ${`${address}:${port}`.padEnd(23)} ${'0.0.0.0:*'.padEnd(23)} ${(protocol === 'TCP' ? 'LISTEN' : '').padEnd(11)} 1/${program}\n`,
  )
  return done(
    `Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name\n${rows.join('')}`,
  )
}

export const traceroute: Command = (args, session) => {
  const name = args.findLast((word) => !word.startsWith('-')) ?? ''
  const [outcome] = connect(session.world.snapshot(), {
    from: session.source,
    to: { host: name },
    port: 33_434,
    protocol: 'UDP',
  }).outcomes
  const links = (outcome?.walk.hops ?? []).filter((hop) => hop.kind === 'link')
  return done(
    `traceroute to ${name}, 30 hops max\n${links.map((hop, index) => `${String(index + 1).padStart(2)}  ${hop.to}\n`).join('')}`,
  )
}
