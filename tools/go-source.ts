/** Type definitions out of the Go sources of the API. */
import { readFileSync } from 'node:fs'

export interface Definition {
  /** What stands after the type's name: `struct {…}`, or another type. */
  readonly body: string
  /** Aliases of imported packages, with the names that these are given here. */
  readonly imports: ReadonlyMap<string, string>
  /** The name that the package is given here. */
  readonly name: string
}

/** The definitions of one file by `<name>.<type>`. `packages`: import paths with the names they are given. */
export const readDefinitions = (
  path: string,
  name: string,
  packages: Readonly<Record<string, string>>,
): ReadonlyMap<string, Definition> => {
  const text = readFileSync(path, 'utf8').replaceAll(/\/\/.*$/gmu, '')
  const imports = new Map<string, string>()
  for (const match of text.matchAll(/^\s*(\w+)?\s*"(k8s\.io\/[^"]+)"$/gmu)) {
    const [, alias, imported = ''] = match
    const known = packages[imported]
    if (known !== undefined) imports.set(alias ?? imported.split('/').at(-1) ?? '', known)
  }
  const found = new Map<string, Definition>()
  for (const match of text.matchAll(/^type (\w+) (struct \{[\s\S]*?^\}|struct \{\}|[^\s{].*)$/gmu))
    found.set(`${name}.${match[1] ?? ''}`, { body: (match[2] ?? '').trim(), imports, name })
  return found
}
