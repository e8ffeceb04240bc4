/** What a script prints, on its way to who sees it. */
import { inWordsOf, type Speaker } from './dialect/complaints.ts'
import type { OutputStream } from './streaming.ts'
import type { ShellStreams } from './streams.ts'
import { toBytes, toText } from './words.ts'

export interface Printed {
  readonly output: string
  readonly stream: OutputStream
  /** Of all that the shell was given to run; undefined where that is not known. */
  readonly line: number | undefined
}

/** Complaints go out in the shell's own words, bytes that are no text as they are. */
export function printTo(streams: ShellStreams, { output, stream, line }: Printed, speaker: Speaker): void {
  const text = toText(output)
  if (stream !== 'stdout' && (stream === 'stderr' || text !== undefined)) {
    const own = line === undefined ? undefined : line - speaker.linesBefore + speaker.firstLine - 1
    streams[stream === 'stderr' ? 'stderr' : 'stdout'](inWordsOf(speaker, text ?? output, own))
  } else if (text === undefined && streams.binary !== undefined) streams.binary(toBytes(output))
  else streams.stdout(text ?? output)
}
