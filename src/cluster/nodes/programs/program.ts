/** Programs that containers run, as far as the network can tell: what they listen on, what they say, when they end. */
import type { Listener } from '../../../network/facts.ts'

export interface ProgramContext {
  readonly container: string
  readonly hostname: string
  readonly env: Readonly<Record<string, string>>
  /** Path to content. */
  readonly files: ReadonlyMap<string, string>
}

/** `runs` until it is stopped, or for `seconds`. `script` asks for a shell. */
export type ProgramStart =
  | { readonly kind: 'runs'; readonly listeners: readonly Listener[]; readonly output?: string; readonly seconds?: number }
  | { readonly kind: 'exits'; readonly exitCode: number; readonly output: string }
  | { readonly kind: 'script'; readonly script: string; readonly args: readonly string[] }
  | { readonly kind: 'becomes'; readonly argv: readonly string[] }

export interface Program {
  /** What argv[0] ends in. */
  readonly names: readonly string[]
  start(argv: readonly string[], context: ProgramContext): ProgramStart
}

export interface ListenOptions {
  readonly program: string
  readonly port: number
  readonly protocol?: Listener['protocol']
  readonly address?: string
  readonly http?: Listener['http']
  readonly banner?: string
}

export const listen = (
  context: ProgramContext,
  { program, port, protocol = 'TCP', address = '0.0.0.0', http, banner }: ListenOptions,
): Listener => ({
  container: context.container,
  program,
  protocol,
  port,
  address,
  ...(http === undefined ? {} : { http }),
  ...(banner === undefined ? {} : { banner }),
})

/** The value of an option: `--port=80`, `--port 80`, `-p 80` or `-p80`. */
export const optionOf = (argv: readonly string[], ...names: readonly string[]): string | undefined => {
  for (const [index, word] of argv.entries()) {
    for (const name of names) {
      if (word === name) return argv[index + 1]
      if (name.startsWith('--') && word.startsWith(`${name}=`)) return word.slice(name.length + 1)
      if (!name.startsWith('--') && word.startsWith(name) && word.length > name.length) return word.slice(name.length)
    }
  }
  return undefined
}

/** A port number out of a text such as `8080`, `:8080` or `0.0.0.0:8080`; undefined where there is none. */
export const portOf = (text: string | undefined): number | undefined => {
  const number = Number(/(\d+)$/u.exec(text ?? '')?.[1] ?? Number.NaN)
  return number >= 1 && number <= 65_535 ? number : undefined
}
