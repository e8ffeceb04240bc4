/** agnhost, the image of many uses that Kubernetes tests networks with. @see kubernetes test/images/agnhost, v1.34 */
import { page, portOption, tcp, type ProgramContext, type ProgramResult } from '../program.ts'
import { netexec } from './netexec.ts'
import { goTime, serving, udp, web, type Converse } from './serving.ts'

const isOn = (argv: readonly string[], name: string, usual: boolean): boolean => {
  const given = argv.find((word) => word === name || word.startsWith(`${name}=`))
  return given === undefined ? usual : !given.endsWith('=false')
}

/** Also a program of its own, in an image that the tutorials of Kubernetes use. */
export function serveHostname({ argv, hostname, nowMs }: ProgramContext): ProgramResult {
  const port = portOption(argv, 9376, '--port')
  const isTcp = isOn(argv, '--tcp', false)
  const isUdp = isOn(argv, '--udp', false)
  const isHttp = isOn(argv, '--http', true) && !isTcp
  const listeners = [
    ...(isTcp ? [tcp('agnhost', port, { address: '::', banner: `${hostname}\n` })] : []),
    ...(isUdp ? [udp(port)] : []),
    ...(isHttp ? [web(port, page('{hostname}', 'text/plain; charset=utf-8') ?? [])] : []),
  ]
  const converse: Converse = ({ protocol }) => (protocol === 'UDP' ? hostname : isTcp ? `${hostname}\n` : undefined)
  return { ...serving(listeners, { output: `${goTime(nowMs)} Serving on port ${port}.\n`, converse }), answersOnce: true }
}

function porter({ env }: ProgramContext): ProgramResult {
  const ports = Object.entries(env).flatMap(([name, body]) => {
    const port = /^SERVE_PORT_(\d+)$/u.exec(name)?.[1]
    return port === undefined ? [] : [web(Number(port), page(body, 'text/plain; charset=utf-8') ?? [])]
  })
  return serving(ports)
}

/** Its subcommands that serve; those that ask are a shell's commands. */
export function startAgnhost(context: ProgramContext): ProgramResult {
  const [, command = 'pause'] = context.argv
  switch (command) {
    case 'netexec':
      return netexec(context)
    case 'serve-hostname':
      return serveHostname(context)
    case 'test-webserver':
      return serving([web(portOption(context.argv, 80, '--port'), page('', 'text/plain; charset=utf-8') ?? [])])
    case 'porter':
      return porter(context)
    case 'pause':
      return { kind: 'waits', output: 'Paused\n' }
    default:
      return {
        kind: 'exits',
        code: 1,
        errors: `Error: unknown command "${command}" for "app"\nRun 'app --help' for usage.\n`,
      }
  }
}
