/** less and more, which hand on what they read where no terminal shows it page by page. */
import { isBusybox, userlandOf } from '../../userland.ts'
import { type Command, type Session } from '../session.ts'

/** What is told of a file that is not there: by busybox, by less, by more of util-linux. */
const complaintOf = (name: 'less' | 'more', { instance }: Session, file: string): string => {
  const { image } = instance.setup
  const why = 'No such file or directory'
  if (isBusybox(image) || userlandOf(image) === 'network-tools') return `${name}: can't open '${file}': ${why}\n`
  return name === 'less' ? `${file}: ${why}\n` : `more: cannot open ${file}: ${why}\n`
}

// DIFFERS: on a terminal, too, all is printed at once (test/unit/cluster/nodes/shell/commands/pager.test.ts).
export const pager =
  (name: 'less' | 'more'): Command =>
  async (args, session, stdin) => {
    await session.flush()
    const files = args.filter((word) => !/^[-+]./u.test(word))
    if (files.length === 0) return { stdout: stdin, stderr: '', exitCode: 0 }
    let [stdout, stderr] = ['', '']
    for (const file of files) {
      const content = file === '-' ? stdin : await session.read(file)
      if (content === undefined) stderr += complaintOf(name, session, file)
      else stdout += content
    }
    return { stdout, stderr, exitCode: stderr === '' ? 0 : 1 }
  }
