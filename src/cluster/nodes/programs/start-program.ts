import { nginx } from './nginx.ts'
import type { Program, ProgramContext, ProgramStart } from './program.ts'
import { netcatListener, SERVERS } from './servers.ts'

const netcat: Program = {
  names: ['nc', 'netcat', 'ncat'],
  start: (argv, context) => netcatListener(argv, context) ?? { kind: 'script', script: argv.map(quote).join(' '), args: [] },
}

const quote = (word: string): string => (/^[\w./:=-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

const PROGRAMS: readonly Program[] = [nginx, netcat, ...SERVERS]

const byName = new Map(PROGRAMS.flatMap((program) => program.names.map((name) => [name, program] as const)))

const MAX_ENTRYPOINTS = 8

/** Starts a command. A command that no program here stands for is run by the shell, which knows the usual tools. */
export const startProgram = (argv: readonly string[], context: ProgramContext): ProgramStart => {
  let current = argv
  for (let step = 0; step < MAX_ENTRYPOINTS; step++) {
    const name = (current[0] ?? '').replace(/^.*\//u, '')
    const program = byName.get(name)
    if (program === undefined) return { kind: 'script', script: current.map(quote).join(' '), args: [] }
    const started = program.start(current, context)
    if (started.kind !== 'becomes') return started
    current = started.argv
  }
  return { kind: 'runs', listeners: [] }
}
