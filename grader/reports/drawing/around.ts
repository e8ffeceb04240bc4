/** Documents whose body is written piece by piece. */

const MARK = '\u0000'

/** What stands before and behind the line of the body that a mark is put into. */
export const around = (write: (mark: string) => string): readonly [head: string, tail: string] => {
  const text = write(MARK)
  const at = text.indexOf(MARK)
  const start = text.lastIndexOf('\n', at) + 1
  const end = text.indexOf('\n', at)
  return end === -1 ? [text.slice(0, at), text.slice(at + MARK.length)] : [text.slice(0, start), text.slice(end + 1)]
}
