/** Writes the site into a folder, and touches nothing there that it has not written itself. */
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { isJsonObject, isList } from '../../src/kubernetes/json.ts'
import { makeFolder } from '../../src/node/make-folder.ts'

/** Lists the files of the last build. */
const MANIFEST = '.netgrade-site.json'

/** The folder cannot be written to without harm. */
export class OutputRefused extends Error {}

const isInside = (path: string): boolean => path !== '' && !path.startsWith('/') && !path.split(/[/\\]/u).includes('..')

const readOwn = (output: string): ReadonlySet<string> => {
  if (!existsSync(output)) return new Set()
  if (!lstatSync(output).isDirectory()) throw new OutputRefused(`${output} is no folder.`)
  const manifest = join(output, MANIFEST)
  if (!existsSync(manifest)) {
    if (readdirSync(output).length === 0) return new Set()
    throw new OutputRefused(`${output} holds files that are not the site's. Name a folder that is empty or does not exist yet.`)
  }
  try {
    const value: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
    const listed = isJsonObject(value) && isList(value['files']) ? value['files'].map(String) : []
    return new Set(listed.filter(isInside))
  } catch {
    throw new OutputRefused(`${manifest} cannot be read. Name another folder, or delete this one.`)
  }
}

/** `path` is of a folder within the site; it is made where it is missing. */
const refuseLinks = (output: string, path: string): void => {
  const folder = join(output, path)
  makeFolder(folder)
  const [real, root] = [realpathSync(folder), realpathSync(output)]
  if (real !== root && !real.startsWith(root + sep)) throw new OutputRefused(`${folder} leads out of ${output}.`)
}

/** Files of the last build that are no longer made are deleted. Throws {@link OutputRefused} before anything is written. */
export const writeSite = (output: string, files: ReadonlyMap<string, string>): void => {
  const own = readOwn(output)
  const foreign = [...files.keys()].filter((path) => !own.has(path) && existsSync(join(output, path)))
  if (foreign.length > 0)
    throw new OutputRefused(`${join(output, foreign[0] ?? '')} is not the site's. Move it away, or name another folder.`)
  makeFolder(output)
  for (const folder of new Set([...files.keys()].map((path) => dirname(path)))) refuseLinks(output, folder)
  for (const path of own) if (!files.has(path)) rmSync(join(output, path), { force: true })
  writeFileSync(join(output, MANIFEST), JSON.stringify({ files: [...files.keys()] }))
  for (const [path, content] of files) writeFileSync(join(output, path), content)
}
