/** Which of the engine's modules come in one file: said of those that are asked for, it follows for those that they need. */
import { joinModules } from './join-modules.ts'
import type { ModuleText } from './module-text.ts'

type Modules = ReadonlyMap<string, ModuleText>

/** Files by name: what each is made of, and the file that is always there before it. The first is the entry's. */
export type EngineFiles = Readonly<Record<string, { readonly after?: string; readonly parts: readonly string[] }>>

/** A bundler puts a hash behind the names of modules that are imported when they are asked for. */
export const givenName = (name: string): string => name.replace(/-[A-Z0-9]{8}$/u, '')

/** A module and all that it needs. */
const reachedFrom = (name: string, modules: Modules, found = new Set<string>()): ReadonlySet<string> => {
  if (found.has(name)) return found
  found.add(name)
  for (const other of modules.get(name)?.needs ?? []) reachedFrom(other, modules, found)
  return found
}

/** A file and those that come before it, the entry's first. */
const wayTo = (files: EngineFiles, name: string): readonly string[] => {
  const after = files[name]?.after
  return after === undefined ? [name] : [...wayTo(files, after), name]
}

const commonWay = (one: readonly string[], other: readonly string[]): readonly string[] =>
  one.filter((name, index) => other[index] === name)

/** Modules of each file. */
export const membersOf = (files: EngineFiles, modules: Modules): ReadonlyMap<string, ReadonlySet<string>> => {
  const ways = new Map<string, readonly string[]>()
  for (const [file, { parts }] of Object.entries(files))
    for (const part of parts) {
      const name = modules.has(part) ? part : [...modules.keys()].find((one) => givenName(one) === part)
      if (name === undefined) throw new Error(`the engine has no part ${part}, which file ${file} is made of`)
      for (const one of reachedFrom(name, modules)) {
        const known = ways.get(one)
        ways.set(one, known === undefined ? wayTo(files, file) : commonWay(known, wayTo(files, file)))
      }
    }
  const members = new Map(Object.keys(files).map((file) => [file, new Set<string>()]))
  for (const [name, way] of ways) members.get(way.at(-1) ?? '')?.add(name)
  return members
}

/** The modules, those of each file as one, and in which of these the others are now. `asked` are those that are asked for by name. */
export const joinFiles = async (
  modules: Modules,
  files: EngineFiles,
  asked: ReadonlySet<string>,
): Promise<{ readonly modules: Modules; readonly places: ReadonlyMap<string, string> }> => {
  let joined = modules
  const places = new Map<string, string>()
  const [first] = Object.keys(files)
  for (const [name, together] of membersOf(files, modules)) {
    joined = await joinModules(joined, { together, asked, name, ...(name === first ? { entry: name } : {}) })
    for (const member of together) places.set(member, name)
  }
  return { modules: joined, places }
}
