/** Mappings and lists in braces and brackets that stand on one line, as people write short ones: `{ pod: default/poc, port: 80 }`. */
import type { Scalar } from './ask-reader.ts'

/** What stands in one of them without quotes. */
type ReadPlain = (text: string) => Scalar | undefined

const MAX_DEPTH = 20
const SINGLE = /'((?:[^']|'')*)'/uy
const DOUBLE = /"((?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*)"/uy
/** Within: a colon, as in `http://node:80`, `=` as in `--port=80`, and blanks between words. */
const PLAIN = /-{0,2}[A-Za-z0-9/](?:[A-Za-z0-9/._+=-]|:(?=[A-Za-z0-9/._+-])| +(?=[A-Za-z0-9/]))*(?= *[,}\]])/uy
const PLAIN_KEY = /[A-Za-z][A-Za-z0-9/._-]*(?=: )/uy

class FlowReader {
  private at = 0
  private readonly text: string
  private readonly readPlain: ReadPlain

  constructor(text: string, readPlain: ReadPlain) {
    this.text = text
    this.readPlain = readPlain
  }

  read(): Scalar | undefined {
    const read = this.value(0)
    return this.at === this.text.length ? read : undefined
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text) ?? undefined
    if (found !== undefined) this.at = pattern.lastIndex
    return found
  }

  private value(depth: number): Scalar | undefined {
    if (depth > MAX_DEPTH) return undefined
    if (this.take(/\{ */uy) !== undefined) return this.mapping(depth)
    if (this.take(/\[ */uy) !== undefined) return this.list(depth)
    const quoted = this.quoted()
    if (quoted !== undefined) return { value: quoted }
    const [plain] = this.take(PLAIN) ?? []
    return plain === undefined ? undefined : this.readPlain(plain)
  }

  private quoted(): string | undefined {
    const [, single] = this.take(SINGLE) ?? []
    if (single !== undefined) return single.replaceAll("''", "'")
    const [double] = this.take(DOUBLE) ?? []
    return double === undefined ? undefined : (JSON.parse(double) as string)
  }

  private key(): string | undefined {
    const quoted = this.quoted()
    if (quoted !== undefined) return quoted
    const [plain = ''] = this.take(PLAIN_KEY) ?? []
    const value = this.readPlain(plain)?.value
    return typeof value === 'string' ? value : undefined
  }

  private mapping(depth: number): Scalar | undefined {
    const value: Record<string, unknown> = {}
    while (this.take(/\}/uy) === undefined) {
      const key = this.key()
      if (key === undefined || key in value || this.take(/: +/uy) === undefined) return undefined
      const item = this.value(depth + 1)
      if (item === undefined || this.take(/ *(?:, *(?!\})|(?=\}))/uy) === undefined) return undefined
      value[key] = item.value
    }
    return { value }
  }

  private list(depth: number): Scalar | undefined {
    const value: unknown[] = []
    while (this.take(/\]/uy) === undefined) {
      const item = this.value(depth + 1)
      if (item === undefined || this.take(/ *(?:, *(?!\])|(?=\]))/uy) === undefined) return undefined
      value.push(item.value)
    }
    return { value }
  }
}

/** Undefined where the whole reader has to say what it means: comments, anchors, tags, keys that stand twice. */
export const readFlow = (text: string, readPlain: ReadPlain): Scalar | undefined => new FlowReader(text, readPlain).read()
