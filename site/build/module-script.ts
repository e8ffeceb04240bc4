/** Modules as scripts: what plugins of a bundle look into, and change. */
import { readFileSync } from 'node:fs'
import { transform } from 'esbuild'

/** The script of a file, without its types. */
export type ReadScript = (path: string) => Promise<string>

/** Plugins of one build look into the same files: each is made a script once. */
export const createScripts = (): ReadScript => {
  const known = new Map<string, Promise<string>>()
  const read = async (path: string): Promise<string> =>
    (await transform(readFileSync(path, 'utf8'), { loader: 'ts', charset: 'utf8' })).code
  return (path) => {
    const script = known.get(path) ?? read(path)
    known.set(path, script)
    return script
  }
}

/** Matches these paths and no other: a bundler asks a plugin for what its filter matches, in another process, which costs each time. */
export const exactly = (paths: Iterable<string>): RegExp =>
  new RegExp(`^(?:${[...paths].map((path) => path.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`)).join('|')})$`)
