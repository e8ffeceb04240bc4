/** Who and what a container's processes are. */
import { isBusybox } from '../../userland.ts'
import { done, fail, type Command } from '../session.ts'

/** Everything runs as root here, and nobody else is known. */
export const id: Command = (args, { instance }) => {
  const user = args.find((word) => !word.startsWith('-'))
  if (user !== undefined && user !== 'root' && user !== '0')
    return fail(isBusybox(instance.setup.image) ? `id: unknown user ${user}\n` : `id: '${user}': no such user\n`)
  const isName = args.some((word) => /^-[a-z]*n/u.test(word))
  const wanted = args.find((word) => /^-[a-z]*[ugG]/u.test(word))
  if (wanted !== undefined) return Promise.resolve(done(isName ? 'root\n' : '0\n'))
  return Promise.resolve(done('uid=0(root) gid=0(root) groups=0(root)\n'))
}

export const tty: Command = (_args, { isTerminal }) => (isTerminal ? done('/dev/pts/0\n') : done('not a tty\n', 1))

const SYSTEM: Readonly<Record<string, string>> = { s: 'Linux', r: '6.1.0', m: 'x86_64', o: 'GNU/Linux' }

export const uname: Command = (args, { instance }) => {
  const letters = args.flatMap((word) => [...word.slice(1).split('')])
  const all = { ...SYSTEM, n: instance.setup.hostname }
  const order = ['s', 'n', 'r', 'm', 'o']
  const wanted = letters.includes('a') ? order : order.filter((letter) => letters.includes(letter))
  const parts = (wanted.length === 0 ? ['s'] : wanted).map((letter) => (all as Record<string, string>)[letter] ?? '')
  return Promise.resolve(done(`${parts.join(' ')}\n`))
}

export const whoami: Command = () => done('root\n')
