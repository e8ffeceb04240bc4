/** ES modules as esbuild writes them when it minifies: what they import stands first, what they export stands last. */

/** A name of another module, and what it is called here. */
export interface Binding {
  /** The other module's name: `chunk-ABC` for `./chunk-ABC.js`. */
  readonly from: string
  readonly name: string
  readonly local: string
}

export interface ModuleText {
  readonly text: string
  /** Other modules that are needed at once, those of which nothing is named as well. */
  readonly needs: readonly string[]
  readonly imports: readonly Binding[]
  /** Names by which others know what is here, each with what it is called here. */
  readonly exports: readonly { readonly name: string; readonly local: string }[]
  /** What stands between. */
  readonly body: string
}

const IMPORT = /import(?:\{([^}]*)\}from)?"\.\/([\w-]+)\.js";/uy
const EXPORT = /export\{([^}]*)\};\s*$/u

/** `a as b,c` as pairs: `a`, `b` and `c`, `c`. */
const pairsOf = (clause: string): readonly (readonly [string, string])[] =>
  clause.split(',').flatMap((one) => {
    const [first = '', , second = first] = one.trim().split(' ')
    return first === '' ? [] : [[first, second] as const]
  })

export const readModule = (text: string): ModuleText => {
  const imports: Binding[] = []
  const needs: string[] = []
  let start = 0
  for (;;) {
    IMPORT.lastIndex = start
    const match = IMPORT.exec(text)
    if (match === null) break
    const [whole, clause = '', from = ''] = match
    start += whole.length
    needs.push(from)
    imports.push(...pairsOf(clause).map(([name, local]) => ({ from, name, local })))
  }
  const [exported = '', clause = ''] = EXPORT.exec(text) ?? []
  const exports = pairsOf(clause).map(([local, name]) => ({ name, local }))
  return { text, needs, imports, exports, body: text.slice(start, text.length - exported.length) }
}

/** The module's text with the imports that it has now. */
export const writeModule = ({ needs, imports, exports, body }: Omit<ModuleText, 'text'>): string => {
  const pair = (first: string, second: string): string => (first === second ? first : `${first} as ${second}`)
  const imported = needs.map((from) => {
    const names = imports.filter((one) => one.from === from).map(({ name, local }) => pair(name, local))
    return names.length === 0 ? `import"./${from}.js";` : `import{${names.join(',')}}from"./${from}.js";`
  })
  const exported = exports.map(({ name, local }) => pair(local, name)).join(',')
  return `${imported.join('')}${body}export{${exported}};`
}

/** Exports that have a place in a list for a name. */
const LIST = 'e'
const isNumber = (name: string): boolean => /^\d+$/u.test(name)

const pairOf = ({ name, local }: { readonly name: string; readonly local: string }): string =>
  name === local ? name : `${name}:${local}`

const destructured = (imports: readonly Binding[], from: string, nameOf: (name: string) => string): string => {
  const own = imports.filter((one) => one.from === from)
  const listed = own.filter(({ name }) => isNumber(name)).map(pairOf)
  const named = own.filter(({ name }) => !isNumber(name)).map(pairOf)
  const names = listed.length === 0 ? named : [`${LIST}:{${listed.join(',')}}`, ...named]
  const asked = `require(${JSON.stringify(nameOf(from))})`
  return names.length === 0 ? `${asked};` : `const{${names.join(',')}}=${asked};`
}

/** What a module exports: by numbers in a list, by names beside it. */
const exported = (exports: ModuleText['exports']): string => {
  const listed = exports.filter(({ name }) => isNumber(name)).sort((one, other) => Number(one.name) - Number(other.name))
  const named = exports.filter(({ name }) => !isNumber(name)).map(pairOf)
  const list = listed.length === 0 ? [] : [`${LIST}:[${listed.map(({ local }) => local).join(',')}]`]
  return `{${[...list, ...named].join(',')}}`
}

/**
 * The module as a function of what it exports, `require` for others, `load` for those that come when they are called for. `nameOf` says
 * under which names it asks for them.
 */
export const toFunction = (
  { needs, imports, exports, body }: ModuleText,
  nameOf: (name: string) => string = (name) => name,
): string => {
  const taken = needs.map((from) => destructured(imports, from, nameOf)).join('')
  const whole = body
    .replaceAll(/\bimport\("\.\/([\w-]+)\.js"\)/gu, (_, name: string) => `load(${JSON.stringify(nameOf(name))})`)
    .replaceAll(/\bnetgradeLate\("([\w-]+)"\)/gu, (_, name: string) => `netgradeLate(${JSON.stringify(nameOf(name))})`)
  return `function(module,require,load,netgradeLate){${taken}${whole}module.exports=${exported(exports)}}`
}
