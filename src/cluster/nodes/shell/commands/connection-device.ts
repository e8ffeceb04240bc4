/** bash's /dev/tcp and /dev/udp: a connection that is opened like a file. What is written to it goes nowhere. @see bash(1), REDIRECTION */
import { connect } from '../../../../network/connect.ts'
import type { ConnectOutcome } from '../../../../network/model.ts'
import { libraryOf } from '../../userland.ts'
import { done, fail, nextChance, type Command, type Session } from '../session.ts'
import { timeoutOf } from './http.ts'

const DEVICE = /^\/dev\/(?<protocol>tcp|udp)\/(?<host>[^/]+)\/(?<port>\d{1,5})$/u

const complain = (path: string, reason: string): ReturnType<typeof fail> =>
  fail(`bash: connect: ${reason}\nbash: device: ${path}: ${reason}\n`)

const ask = (path: string, session: Session): ConnectOutcome | undefined => {
  const { protocol, host = '', port = '' } = DEVICE.exec(path)?.groups ?? {}
  const { outcomes } = connect(session.world.snapshot(), {
    from: session.source,
    to: { host },
    port: Number(port),
    protocol: protocol === 'udp' ? 'UDP' : 'TCP',
    library: libraryOf(session.instance.setup.image),
  })
  return session.world.choose(outcomes, nextChance(session.instance))
}

/** Opens the device that its argument names. A datagram is sent, whoever gets it. */
export const openConnectionDevice: Command = async ([path = ''], session) => {
  const verdict = ask(path, session)?.verdict
  const isDatagram = path.startsWith('/dev/udp/')
  if (verdict === 'connected') return done('')
  if (verdict === 'refused') return isDatagram ? done('') : complain(path, 'Connection refused')
  if (verdict === 'timed-out' || verdict === 'unreachable') {
    if (isDatagram) return done('')
    await session.wait(timeoutOf(undefined))
    return complain(path, 'Connection timed out')
  }
  const [, , , host = ''] = path.split('/')
  return fail(`bash: device: ${host}: Name or service not known\nbash: device: ${path}: Invalid argument\n`)
}

/** Whether a path is one of these devices. */
export const isConnectionDevice = (path: string): boolean => DEVICE.test(path)
