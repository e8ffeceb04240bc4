/** echo and printf, which write bytes: the shell's own write letters, of which those from 128 on would be two bytes. */
import type { Command, CommandContext, defineCommand, ExecResult } from 'just-bash'
import { toBytes } from '../http-text.ts'
import { Status } from './status.ts'

/** Escapes that say a byte, by its number. */
const NUMBERED = /\\(?:x[0-9a-fA-F]|[0-7])/u
const HEXADECIMAL = /(?<!\\)((?:\\\\)*)\\x([0-9a-fA-F]{1,2})/gu

const octal = (digits: string): string => Number.parseInt(digits, 16).toString(8).padStart(3, '0')

/** `begin` is what an octal number has before its digits. */
const withOctal = (text: string, begin: string): string =>
  toBytes(text).replaceAll(HEXADECIMAL, (_, before: string, digits: string) => `${before}${begin}${octal(digits)}`)

const printed = async (args: string[], { origCommand }: CommandContext): Promise<ExecResult> => {
  const result = (await origCommand?.(args)) ?? { stdout: '', stderr: '', exitCode: Status.notFound }
  return { ...result, stdoutKind: 'bytes' }
}

const original = async (args: string[], { origCommand }: CommandContext): Promise<ExecResult> =>
  (await origCommand?.(args)) ?? { stdout: '', stderr: '', exitCode: Status.notFound }

export const bytePrinters = (define: typeof defineCommand): readonly Command[] => [
  define('printf', (args, context) => {
    const [format = '', ...values] = args
    // With an option it prints nothing.
    if (format.startsWith('-') || !args.some((word) => NUMBERED.test(word))) return original(args, context)
    return printed([withOctal(format, '\\'), ...values.map((value) => withOctal(value, '\\0'))], context)
  }),
  define('echo', (args, context) => {
    if (!/^-n?e/u.test(args[0] ?? '') || !args.some((word) => NUMBERED.test(word))) return original(args, context)
    return printed([args[0] ?? '', ...args.slice(1).map((word) => withOctal(word, '\\0'))], context)
  }),
]
