/** Who and what a container's processes are. */
import { KERNEL_VERSION } from '../../kernel-version.ts'
import { groupName, userName } from '../../container-user.ts'
import { isBusybox, userlandOf } from '../../userland.ts'
import { done, fail, type Command, type Session } from '../session.ts'

type Setup = Session['instance']['setup']

const shown = (number: number, name: string | undefined): string => (name === undefined ? `${number}` : `${number}(${name})`)

const byNumber = (groups: readonly number[]): readonly number[] => groups.toSorted((a, b) => a - b)

const whole = ({ user: { uid, gid, groups }, image }: Setup): string => {
  const all = byNumber(groups).map((group) => shown(group, groupName(group, image)))
  return `uid=${shown(uid, userName(uid, image))} gid=${shown(gid, groupName(gid, image))} groups=${all.join(',')}`
}

/** One part of it, by its letter; names where they are asked for. A number without one is complained of. */
const part = ({ user: { uid, gid, groups }, image }: Setup, letter: string, isName: boolean): ReturnType<typeof done> => {
  const numbers =
    letter === 'u' ? [uid] : letter === 'g' ? [gid] : [gid, ...byNumber(groups.filter((group: number) => group !== gid))]
  if (!isName) return done(`${numbers.join(' ')}\n`)
  const nameOf = letter === 'u' ? userName : groupName
  const nameless = numbers.filter((number) => nameOf(number, image) === undefined)
  const names = numbers.map((number) => nameOf(number, image) ?? number).join(' ')
  if (nameless.length === 0) return done(`${names}\n`)
  const kind = letter === 'u' ? 'user' : 'group'
  const why = nameless.map((number) =>
    complaint(image, `id: unknown ID ${number}`, `id: cannot find name for ${kind} ID ${number}`),
  )
  return { stdout: `${names}\n`, stderr: why.join(''), exitCode: 1 }
}

const complaint = (image: Setup['image'], busybox: string, coreutils: string): string =>
  `${isBusybox(image) ? busybox : coreutils}\n`

/** Of others than oneself only root is known. */
export const id: Command = (args, { instance: { setup } }) => {
  const user = args.find((word) => !word.startsWith('-'))
  if (user !== undefined && user !== 'root' && user !== '0')
    return fail(complaint(setup.image, `id: unknown user ${user}`, `id: '${user}': no such user`))
  const asked = user === undefined ? setup : { ...setup, user: { uid: 0, gid: 0, groups: [0] } }
  const isName = args.some((word) => /^-[a-z]*n/u.test(word))
  const letter = args.map((word) => /^-[a-z]*([ugG])/u.exec(word)?.[1]).find((found) => found !== undefined)
  return letter === undefined ? done(`${whole(asked)}\n`) : part(asked, letter, isName)
}

export const tty: Command = (_args, { isTerminal }) => (isTerminal ? done('/dev/pts/0\n') : done('not a tty\n', 1))

type Letter = 's' | 'n' | 'r' | 'v' | 'm' | 'p' | 'i' | 'o'

/** In its order. Alpine's does not call itself GNU; Ubuntu's knows the processor and the platform. */
const systemOf = ({ hostname, image }: Setup): Readonly<Record<Letter, string>> => {
  const isUbuntu = image?.repositories.includes('ubuntu') === true
  const isMusl = ['alpine', 'network-tools'].includes(userlandOf(image))
  const machine = 'x86_64'
  const processor = isUbuntu ? machine : 'unknown'
  return {
    s: 'Linux',
    n: hostname,
    r: KERNEL_VERSION,
    v: '#1 SMP PREEMPT_DYNAMIC',
    m: machine,
    p: processor,
    i: processor,
    o: isMusl ? 'Linux' : 'GNU/Linux',
  }
}

/** The letter of a long option of coreutils. */
const letterOf = (word: string): string => {
  const names =
    'all kernel-name=s nodename kernel-release=r kernel-version=v machine processor hardware-platform=i operating-system'
  const found = names.split(' ').find((one) => `--${one.split('=').at(0) ?? ''}` === word) ?? ''
  return found.split('=').at(1) ?? found.slice(0, 1)
}

/** -a leaves out what is not known. */
export const uname: Command = (args, { instance: { setup } }) => {
  const letters = args.flatMap((word) => (word.startsWith('--') ? letterOf(word) : word.slice(1).split('')))
  const all = Object.entries(systemOf(setup))
  const asked = all.filter(([letter, value]) => letters.includes(letter) || (letters.includes('a') && value !== 'unknown'))
  return done(`${(asked.length === 0 ? all.slice(0, 1) : asked).map(([, value]) => value).join(' ')}\n`)
}

export const whoami: Command = (_args, { instance: { setup } }) => {
  const { uid } = setup.user
  const name = userName(uid, setup.image)
  if (name !== undefined) return done(`${name}\n`)
  return fail(complaint(setup.image, `whoami: unknown uid ${uid}`, `whoami: cannot find name for user ID ${uid}`))
}
