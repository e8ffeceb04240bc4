/** busybox's top, once: what runs in the container. @see busybox 1.36 procps/top.c */
import { memoryOf } from '../kernel/node-resources.ts'
import { done, type Command } from '../session.ts'

/** How far numbers of processes that start one after another lie apart. */
const PID_STEP = 6
const ROUND_MS = 5_000

const ROW = (pid: number, parent: number, state: string, command: string): string =>
  `${String(pid).padStart(5)} ${String(parent).padStart(5)} root     ${state.padEnd(5)} 1656   0%   0% ${command}\n`

/** Nobody measures a node that is simulated: it does nothing. */
export const top: Command = async (args, session) => {
  const { total, used } = memoryOf(session)
  const screen = (): string =>
    [
      `Mem: ${used}K used, ${total - used}K free, 0K shrd, 0K buff, 0K cached\n`,
      'CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq\n',
      'Load average: 0.10 0.10 0.10 1/100 7\n',
      '  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND\n',
      ...session.instance.setup.processes().map((argv, index) => ROW(1 + index * PID_STEP, 0, 'S', argv.join(' '))),
      ROW(1 + session.instance.setup.processes().length * PID_STEP, 0, 'R', ['top', ...args].join(' ')),
    ].join('')
  const at = args.findIndex((word) => /^-[bd]*n/u.test(word))
  const given = /n(\d+)$/u.exec(args[at] ?? '')?.[1] ?? args[at + 1]
  const rounds = at < 0 ? Infinity : Math.max(1, Number(given ?? 1) || 1)
  let kept = ''
  for (let round = 0; round < rounds; round++) {
    if (round > 0) await session.wait(ROUND_MS)
    const text = session.isTerminal ? `\u001B[H\u001B[J${screen()}` : screen()
    if (!session.emit(text)) kept += text
    // What nobody sees as it comes is not told for ever.
    if (kept !== '' && rounds === Infinity) return session.waitForever()
  }
  return done(kept)
}
