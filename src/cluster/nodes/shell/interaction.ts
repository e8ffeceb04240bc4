/** A shell that is given one text after another: by somebody at a terminal, or by what is written to its input. */
import { incomingFrom } from '../connection.ts'
import type { ContainerInstance } from '../container-instance.ts'
import { commandsOf, userlandOf } from '../userland.ts'
import { pathsIn } from './file-system.ts'
import { grammarOf, isUnfinished, type Grammar } from './grammar.ts'
import { OwnInput } from './input.ts'
import { Interruption } from './interruption.ts'
import type { LineEnd } from './line-editor.ts'
import { loadShell } from './load-shell.ts'
import type { RunState } from './run-state.ts'
import { Stopped, unlessStopped } from './session.ts'
import { Status } from './status.ts'
import type { ShellStreams } from './streams.ts'
import { Terminal } from './terminal.ts'

/** Runs one text. `hasExited`: it called exit. */
export type RunText = (text: string, state: RunState) => Promise<{ readonly code: number; readonly hasExited: boolean }>

export interface Interlocutor {
  readonly instance: ContainerInstance
  readonly streams: ShellStreams
  readonly signal: AbortSignal
  readonly isBash: boolean
}

const HOME = '/root'

type Kept = Pick<RunState, 'env' | 'functions' | 'status' | 'pid' | 'signals'>

const keptOf = ({ env, functions, pid, signals }: RunState, status: number): Kept => ({
  env,
  status,
  ...(functions === undefined ? {} : { functions }),
  ...(pid === undefined ? {} : { pid }),
  ...(signals === undefined ? {} : { signals }),
})

class Interaction {
  private readonly who: Interlocutor
  private readonly terminal: Terminal
  private readonly grammar: Grammar | undefined
  private readonly runText: RunText
  private kept: Kept = { env: {} }
  /** Of the text that is read now, counted from the first that was typed. */
  private firstLine = 1
  private linesRead = 0

  constructor(who: Interlocutor, runText: RunText, grammar: Grammar | undefined) {
    this.who = who
    this.runText = runText
    this.terminal = new Terminal(who.streams, (word, isCommand) => this.completions(word, isCommand))
    this.grammar = grammar
  }

  async run(): Promise<number> {
    for (;;) {
      this.firstLine = this.linesRead + 1
      const read = await unlessStopped(this.readText(), this.who.signal)
      this.linesRead += read.kind === 'line' ? read.text.split('\n').length : 1
      if (read.kind === 'end') return this.leave()
      if (read.kind === 'interrupted') this.kept = { ...this.kept, status: Status.interrupted }
      else if (read.text.trim() !== '') {
        const code = await this.answer(read.text)
        if (code !== undefined) return code
      }
    }
  }

  /** As many lines as make a text that is whole. */
  private async readText(): Promise<LineEnd> {
    let read = await this.terminal.readLine(this.prompt())
    while (read.kind === 'line' && this.grammar !== undefined && isUnfinished(this.grammar, read.text)) {
      const next = await this.terminal.readLine('> ')
      if (next.kind === 'interrupted') return next
      if (next.kind === 'end') break
      read = { kind: 'line', text: `${read.text}\n${next.text}` }
    }
    return read
  }

  /** The code that the shell ends with; undefined where it goes on. */
  private async answer(text: string): Promise<number | undefined> {
    const { streams, signal, isBash } = this.who
    const interrupted = new Interruption()
    const either = AbortSignal.any([signal, interrupted.signal])
    const typed = this.terminal.run(interrupted.send)
    try {
      const input = new OwnInput(incomingFrom(typed))
      const how = { isProgram: false, isSession: true, isBash, firstLine: this.firstLine }
      const state: RunState = { ...this.kept, ...how, streams, signal: either, input, interruption: interrupted }
      const { code, hasExited } = await this.runText(text, state)
      if (interrupted.signal.aborted) this.kept = { ...this.kept, status: Status.interrupted }
      else if (hasExited) return code
      else this.kept = keptOf(state, code)
    } finally {
      this.terminal.endRun()
    }
    return signal.aborted ? Status.killed : undefined
  }

  private leave(): number {
    if (this.who.streams.tty) this.who.streams.stdout(this.who.isBash ? 'exit\r\n' : '\r\n')
    return this.kept.status ?? 0
  }

  /** Debian's sh is dash, which shows no folder. */
  private prompt(): string {
    const { streams, instance } = this.who
    if (!streams.tty) return ''
    const folder = this.kept.env['PWD'] ?? '/'
    const isAtHome = folder === HOME || folder.startsWith(`${HOME}/`)
    const shown = isAtHome ? `~${folder.slice(HOME.length)}` : folder
    if (this.who.isBash) return `root@${instance.setup.hostname}:${shown}# `
    return userlandOf(instance.setup.image) === 'debian' ? '# ' : `${shown} # `
  }

  /** Names that Tab brings. */
  private completions(word: string, isCommand: boolean): readonly string[] {
    const { instance } = this.who
    if (isCommand && !word.includes('/'))
      return [...commandsOf(instance.setup.image)].filter((name) => name.startsWith(word)).sort((a, b) => (a < b ? -1 : 1))
    const here = this.kept.env['PWD'] ?? '/'
    const folder = word.slice(0, word.lastIndexOf('/') + 1)
    const root = folder.startsWith('/') ? folder : `${here.replace(/\/$/u, '')}/${folder}`
    const paths = pathsIn(instance)
    const below = paths.filter((path) => path.startsWith(root) && path !== root).map((path) => path.slice(root.length))
    const folders = new Set(below.filter((path) => path.includes('/')).map((path) => path.replace(/\/.*$/u, '')))
    const names = [...new Set(below.map((path) => path.replace(/\/.*$/u, '')))].map((name) =>
      folders.has(name) ? `${name}/` : name,
    )
    return names.map((name) => folder + name).filter((name) => name.startsWith(word))
  }
}

/** Until its input ends, or it is left with `exit`: resolves with the shell's exit code. */
export async function interact(who: Interlocutor, runText: RunText): Promise<number> {
  const shell = await loadShell()
  const grammar = shell === undefined ? undefined : grammarOf(() => new shell.Bash())
  return new Interaction(who, runText, grammar).run().catch((error: unknown) => {
    if (error instanceof Stopped) return Status.killed
    throw error
  })
}
