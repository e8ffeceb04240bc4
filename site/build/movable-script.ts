/**
 * Modules as esbuild prints them without types, written so that more of them can be left out of a bundle: functions that are fields of an
 * object stand beside it, and constants are known to do nothing but be there.
 */

/** An object at the top of a module, itself or given to a function that does nothing else. */
const OBJECT = /^(?:export )?const (\w+) = (?:\/\* @__PURE__ \*\/ \w+\("[\w-]+", )?\{$/u
const FIELD = /^ {2}(\w+): (?=(?:async )?(?:\((?:[^()]|\([^()]*\))*\)|\w+) => )/u
/** Where the field before it, or the object, ends. */
const NEXT_FIELD = /^(?: {2}[\w"'[.]|\})/u

/** The constant that holds a field of an object. */
export const liftedName = (object: string, field: string): string => `${object}_${field}`

interface Lifted {
  readonly name: string
  readonly field: string
  /** Rows: that of its object, its own first, and the first behind it. */
  readonly object: number
  readonly start: number
  readonly end: number
}

/** Rows of a text of several lines in quotes look like fields, and are none. */
const isWhole = (rows: readonly string[]): boolean => rows.join('\n').split('`').length % 2 === 1

const fieldsIn = (rows: readonly string[]): readonly Lifted[] => {
  const found: Lifted[] = []
  let object: { readonly name: string; readonly row: number } | undefined
  for (const [start, row] of rows.entries()) {
    const [, name] = OBJECT.exec(row) ?? []
    if (name !== undefined) object = { name, row: start }
    else if (row.startsWith('}')) object = undefined
    const [, field] = object === undefined ? [] : (FIELD.exec(row) ?? [])
    if (object === undefined || field === undefined) continue
    const after = rows.findIndex((one, index) => index > start && NEXT_FIELD.test(one))
    const end = after < 0 ? rows.length : after
    if (isWhole(rows.slice(start, end)))
      found.push({ name: liftedName(object.name, field), field, object: object.row, start, end })
  }
  return found
}

/** The same module, but fields of its objects that are functions are constants of their own: all of them, or those of these names. */
export const liftFunctions = (script: string, names?: ReadonlySet<string>): string => {
  const rows = script.split('\n')
  const lifted = fieldsIn(rows).filter(({ name }) => names?.has(name) !== false)
  // Rows are emptied rather than taken away: the others keep their numbers.
  for (const { name, field, object, start, end } of lifted) {
    const text = rows.slice(start, end).join('\n')
    const comma = text.endsWith(',') ? ',' : ''
    const own = text.slice(`  ${field}: `.length, text.length - comma.length)
    rows.splice(start, end - start, `  ${field}: ${name}${comma}`, ...Array<string>(end - start - 1).fill(''))
    rows[object] = `const ${name} = ${own};\n${rows[object] ?? ''}`
  }
  return rows.join('\n')
}

/** A constant that is worked out: it calls something, and is no function itself. */
const WORKED_OUT =
  /^((?:export )?const \w+ = )(?!\/\* @__PURE__|(?:async )?(?:\(|\w+ =>)|new )([^]*?);$(?=\n(?:export|const|let|function|async|class|import)\b|\n?(?![^]))/gmu

/** The same module, but constants that nobody uses may be left out whatever they call: modules do nothing when they are loaded. */
export const withPureConstants = (script: string): string =>
  script.replaceAll(WORKED_OUT, (whole, declared: string, value: string) =>
    value.includes('(') ? `${declared}/* @__PURE__ */ (() => (${value}))();` : whole,
  )
