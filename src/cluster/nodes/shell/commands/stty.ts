/** stty, as far as it tells what a terminal is. */
import { done, fail, type Command } from '../session.ts'

export const stty: Command = (args, session) => {
  if (!session.isTerminal) return fail('stty: standard input: Inappropriate ioctl for device\n')
  const { rows, columns } = session.terminalSize() ?? { rows: 0, columns: 0 }
  if (args.includes('size')) return done(`${rows} ${columns}\n`)
  return done(args.length === 0 || args.includes('-a') ? `speed 38400 baud; rows ${rows}; columns ${columns};\n` : '')
}
