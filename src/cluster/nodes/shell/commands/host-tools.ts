/** What a Pod says of itself: its names and its processes. */
import { hostnameOf } from '../../../../network/dns/hosts-file.ts'
import { indexSnapshot } from '../../../../network/state.ts'
import { parseDuration } from '../../programs/idle.ts'
import { isBusybox } from '../../userland.ts'
import { done, fail, type Command } from '../session.ts'
import { processorsOf, uptimeOf } from '../kernel/node-resources.ts'
import { Status } from '../status.ts'
import { podOf } from './pod.ts'

/** busybox: -s short, -d domain, -f both, -i address; -I is of Debian's. */
export const hostname: Command = (args, session) => {
  const { setup } = session.instance
  if (args.includes('-i')) return done(`${setup.podIp}\n`)
  if (args.includes('-I'))
    return isBusybox(setup.image)
      ? fail(
          'hostname: unrecognized option: I\nBusyBox v1.37.0 multi-call binary.\n\nUsage: hostname [-sidf] [HOSTNAME | -F FILE]\n',
        )
      : done(`${setup.podIps.join(' ')} \n`)
  if (args.includes('-s')) return done(`${setup.hostname.split('.')[0] ?? ''}\n`)
  const pod = podOf(session)
  const isLong = args.includes('-f') || args.includes('-d')
  if (!isLong || pod === undefined) return done(`${setup.hostname}\n`)
  const { hostname: name, domain } = hostnameOf(indexSnapshot(session.world.snapshot()), pod)
  if (args.includes('-d')) return done(domain === undefined ? '' : `${domain}\n`)
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

/** How far numbers of processes that start one after another lie apart, with what the runtime starts in between. */
const PID_STEP = 6

/** What `kubectl exec` runs beside is not shown, but for ps itself. */
export const ps: Command = (args, { instance }) => {
  const lines = [...instance.setup.processes(), ['ps', ...args]].map((argv, index) => {
    const pid = String(1 + index * PID_STEP).padStart(5)
    return `${pid} root      0:00 ${argv.join(' ')}\n`
  })
  return done(`PID   USER     TIME  COMMAND\n${lines.join('')}`)
}

/** The processors of its node. */
export const nproc: Command = (_, session) => done(`${processorsOf(session)}\n`)

const two = (number: number): string => String(number).padStart(2, '0')

/** Nobody measures how much a node has to do. */
export const uptime: Command = (_, session) => {
  const now = session.world.clock.now()
  const seconds = uptimeOf(session)
  const date = new Date(now)
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  const days = Math.floor(seconds / 86_400)
  const [hours, minutes] = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60]
  const up = hours === 0 ? `${minutes} min` : `${String(hours).padStart(2)}:${two(minutes)}`
  const inDays = days === 0 ? '' : `${days} day${days === 1 ? '' : 's'}, `
  return done(` ${time} up ${inDays}${up},  0 users,  load average: 0.10, 0.10, 0.10\n`)
}

/** busybox with the name of one of its programs. */
export const busybox: Command = async (args, session, stdin) => {
  const [name] = args
  if (name === undefined || name.startsWith('-')) return done('BusyBox v1.37.0 multi-call binary.\n')
  const result = await session.run(args, stdin, session.signal)
  return result.exitCode === Status.notFound ? fail(`${name}: applet not found\n`, Status.notFound) : result
}

const PIECE = 4_096

/** yes, which goes on until nobody reads any longer. What is not read as it comes is a piece of it. */
export const yes: Command = async (args, session) => {
  const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`
  const piece = line.repeat(Math.ceil(PIECE / line.length))
  while (session.emit(piece)) await session.wait(1)
  return done(piece.repeat(16))
}
