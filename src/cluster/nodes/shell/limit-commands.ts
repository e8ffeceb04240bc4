/** What a shell's processes may do: `umask` and `ulimit`. Files have no modes here, and nothing is held to a limit. */
import type { Dialect } from './dialect/dialect.ts'
import type { RunState } from './run-state.ts'
import { done, fail, type Command } from './session.ts'

const USUAL_MASK = 0o022

const RIGHTS = ['', 'x', 'w', 'wx', 'r', 'rx', 'rw', 'rwx'] as const

const inLetters = (mask: number): string =>
  ['u', 'g', 'o']
    .map((who, index) => {
      const denied = (mask >> (6 - 3 * index)) & 7
      return `${who}=${RIGHTS[7 - denied] ?? ''}`
    })
    .join(',')

const umask =
  (state: RunState, dialect: Dialect): Command =>
  ([word]) => {
    const mask = state.mask ?? USUAL_MASK
    if (word === undefined) return done(`${mask.toString(8).padStart(4, '0')}\n`)
    if (word === '-S') return done(`${inLetters(mask)}\n`)
    if (!/^[0-7]+$/u.test(word)) return fail(`bash: umask: ${word}: octal number out of range\n`, dialect === 'bash' ? 1 : 2)
    state.mask = Number.parseInt(word, 8) & 0o777
    return done('')
  }

/** By their letters, as a container runtime that systemd starts usually gives them; they are the machine’s, and differ from one to the next. */
const LIMITS: Readonly<Record<string, string>> = {
  c: '0',
  d: 'unlimited',
  e: '0',
  f: 'unlimited',
  i: '96551',
  l: '8192',
  m: 'unlimited',
  n: '1048576',
  q: '819200',
  r: '0',
  s: '8192',
  t: 'unlimited',
  u: 'unlimited',
  v: 'unlimited',
  x: 'unlimited',
}

const ulimit =
  (dialect: Dialect): Command =>
  (args) => {
    const letters = args.filter((word) => word.startsWith('-')).flatMap((word) => word.slice(1).split(''))
    const asked = letters.filter((letter) => !'SH'.includes(letter))
    const unknown = asked.find((letter) => LIMITS[letter] === undefined)
    if (unknown !== undefined) return fail(`bash: ulimit: -${unknown}: invalid option\n`, dialect === 'busybox' ? 1 : 2)
    const value = args.find((word) => !word.startsWith('-'))
    if (value === undefined) return done(`${LIMITS[asked[0] ?? 'f'] ?? ''}\n`)
    if (/^\d+$|^unlimited$/u.test(value)) return done('')
    return fail(`bash: ulimit: ${value}: invalid number\n`, dialect === 'dash' ? 2 : 1)
  }

/** Commands that know what one shell has set. */
export const limitCommands = (state: RunState, dialect: Dialect): Readonly<Record<string, Command>> => ({
  umask: umask(state, dialect),
  ulimit: ulimit(dialect),
})
