/** The inputs of one script: its own, and those of the groups and loops in it that have one from a file or a text. */
import { incomingText } from '../connection.ts'
import { OwnInput } from './input.ts'

/** The variable that says which of them is read now. Like any other, a subshell has one of its own. */
export const CURRENT = '__in'

interface Opened {
  readonly input: OwnInput
  /** The place in the script that opened it. */
  readonly place: string
  readonly outer: string
}

export class Inputs {
  private readonly own: OwnInput | undefined
  private readonly opened = new Map<string, Opened>()
  private count = 0

  constructor(own: OwnInput | undefined) {
    this.own = own
  }

  /** The name of a new one, which is read until its place is left. */
  open(place: string, text: string, outer: string): string {
    this.count += 1
    const name = String(this.count)
    this.opened.set(name, { input: new OwnInput(incomingText(text)), place, outer })
    return name
  }

  /** Closes all that were opened since, too. Returns the name of the one that is read then. */
  close(place: string, current: string): string {
    for (let name = current; ;) {
      const found = this.opened.get(name)
      if (found === undefined) return current
      this.opened.delete(name)
      if (found.place === place) return found.outer
      name = found.outer
    }
  }

  /** What a command reads that stands at `place`, which may have been come back to from further inside. */
  find(current: string, place: string): OwnInput | undefined {
    let found = this.opened.get(current)
    const inside = found
    while (place !== '' && found !== undefined && found.place !== place) found = this.opened.get(found.outer)
    return (found ?? inside)?.input ?? this.own
  }
}
