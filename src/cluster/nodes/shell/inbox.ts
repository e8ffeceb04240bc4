/** Signals that a script has got, and what it does for them behind the command that runs. */
import { JOBS } from './background.ts'
import { NAMES } from './dialect/commands.ts'
import type { SignalledShell, Signals } from './signals.ts'

export class Inbox {
  private readonly signals: Signals
  private readonly shell: SignalledShell
  /** What the shell runs next. */
  private text = ''
  private wake: (signal: number) => void = () => undefined

  constructor(signals: Signals, shell: SignalledShell) {
    this.signals = signals
    this.shell = shell
  }

  /** From the script itself. */
  readonly receive = (signal: number): void => {
    this.text += this.signals.receive(signal, this.shell)
  }

  /** A signal from outside: false where no trap is set. The trap runs when the command of now has ended, at once where that is `wait`. */
  readonly handle = (signal: number): boolean => {
    if (!this.signals.traps(signal)) return false
    this.receive(signal)
    this.wake(signal)
    return true
  }

  /** Resolves with the number of the next signal that comes from outside and is trapped. */
  readonly trapped = (): Promise<number> => new Promise((resolve) => (this.wake = resolve))

  /** Whether the shell looks here behind a command: after one that sends signals, and after those that wait. */
  static follows(command: string): boolean {
    return command === 'kill' || command === 'sleep' || command === JOBS.wait
  }

  /** A text for `eval`, which keeps the status that `wait` ended with. */
  take(command: string, status: number): string {
    const { text } = this
    this.text = ''
    return command === JOBS.wait ? `${text}\n${NAMES.status} ${status}` : text
  }
}
