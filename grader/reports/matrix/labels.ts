/** Short names of rows, and lists of their numbers. */
import { displayWidth } from '../../terminal/display-width.ts'
import type { Unit } from './units.ts'

/** As many names as fit, then how many more there are, then how many Pods these are if not one each. */
export const labelOf = ({ names, pods }: Unit, width: number): string => {
  const count = pods.length === names.length ? '' : ` ×${pods.length}`
  let shown = names[0] ?? ''
  for (const [index, name] of names.entries()) {
    if (index === 0) continue
    const rest = names.length - index - 1
    const longer = `${shown}, ${name}`
    if (displayWidth(longer + (rest === 0 ? '' : ` +${rest}`) + count) > width)
      return `${shown} +${names.length - index}${count}`
    shown = longer
  }
  return shown + count
}

/** `1–4, 7`: numbers from 1, ascending. */
export const rangesOf = (numbers: readonly number[]): string => {
  const parts: string[] = []
  for (let at = 0; at < numbers.length; at++) {
    const first = numbers[at] ?? 0
    while (numbers[at + 1] === (numbers[at] ?? 0) + 1) at += 1
    const last = numbers[at] ?? 0
    parts.push(first === last ? String(first) : last === first + 1 ? `${first}, ${last}` : `${first}–${last}`)
  }
  return parts.join(', ')
}
