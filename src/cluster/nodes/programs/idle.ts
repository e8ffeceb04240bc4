/** Programs that keep a container alive and serve nobody. */
import type { Program } from './program.ts'

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `3600`, `1.5h`, `infinity`; undefined where it is no time. */
export function parseDuration(text: string): number | 'forever' | undefined {
  if (text === 'infinity' || text === 'inf') return 'forever'
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/u.exec(text)
  return match === null ? undefined : Number(match[1]) * (UNITS[match[2] ?? 's'] ?? 1) * 1000
}

const sleep: Program = {
  names: ['sleep'],
  start: ({ argv }) => {
    const times = argv.slice(1).map(parseDuration)
    const bad = argv.slice(1).find((text) => parseDuration(text) === undefined)
    if (bad !== undefined) return { kind: 'exits', code: 1, errors: `sleep: invalid number '${bad}'\n` }
    if (times.length === 0) return { kind: 'exits', code: 1, errors: 'sleep: missing operand\n' }
    if (times.includes('forever')) return { kind: 'waits', ignoresTermination: true }
    const milliseconds = times.reduce<number>((sum, time) => sum + Number(time), 0)
    return { kind: 'waits', milliseconds, ignoresTermination: true }
  },
}

const pause: Program = { names: ['pause', '/pause'], start: () => ({ kind: 'waits', endsWell: true }) }

/** With nothing to follow; what follows files runs in a shell. */
const tail: Program = { names: ['tail'], start: () => ({ kind: 'waits', ignoresTermination: true }) }

const tools: Program = { names: ['true'], start: () => ({ kind: 'exits', code: 0 }) }
const failing: Program = { names: ['false'], start: () => ({ kind: 'exits', code: 1 }) }

/** An interpreter without anything to run, or with code that is not run here. */
const node: Program = {
  names: ['node', 'deno', 'bun', 'ruby', 'php', 'java', 'go', 'perl'],
  start: ({ argv }) => {
    const [name = ''] = argv
    if (argv.length <= 1) return { kind: 'exits', code: 0 }
    if (argv.includes('--version') || argv.includes('-v')) return { kind: 'exits', code: 0, output: `${name}\n` }
    return {
      kind: 'waits',
      output: `netgrade: ${name} programs are not run here; declare what this one listens on with the annotation netgrade.dev/listens\n`,
    }
  },
}

export const idlePrograms: readonly Program[] = [sleep, pause, tail, tools, failing, node]
