/**
 * Files of the programs that an image has. The shell runs what it knows from /bin and /usr/bin alone: where an image has a program elsewhere,
 * the shell finds it there, and whoever lists files does not.
 */
import type { CommandName, InMemoryFs } from 'just-bash'
import type { Image } from '../images/image.ts'
import { commandsOf } from '../userland.ts'
import { isOwnCommand } from './own-commands.ts'
import { placeOf, programAt } from './program-places.ts'

/** In the order in which it looks. */
const FOLDERS = ['/usr/bin', '/bin'] as const
/** Folders in which the shell looks before it comes to its own: a file there that may be run would be taken for a script. */
const BEFORE = /^\/usr\/(?:local|sbin)\//u

const EXECUTABLE = 0o755

/** What the shell brings as a program, and others have inside. */
const INSIDE: readonly CommandName[] = ['alias', 'unalias', 'history', 'help', 'time', 'true', 'false', 'echo', 'printf', 'pwd']

/** Those of the shell's own programs that an image has. */
export const shellCommands = (image: Image | undefined): CommandName[] =>
  [...new Set([...commandsOf(image), ...INSIDE, 'sh'])] as CommandName[]

/** What stands in the file of a program where the shell does not look. */
const callOf = (name: string): string => `#!/bin/sh\n${name} "$@"\n`

/** Whether a file is a program's as it comes, which nobody has written. */
export const isProgramFile = (image: Image | undefined, path: string, content: string): boolean => {
  const name = programAt(image, path)
  return name !== undefined && content === callOf(name)
}

/** Makes the files of an image's programs. What is asked for by name is then found as in the image, or not at all. */
export async function placePrograms(fs: InMemoryFs, image: Image | undefined): Promise<void> {
  for (const name of commandsOf(image)) {
    const place = placeOf(image, name) ?? ''
    // It knows no program of this name.
    if (!(await fs.exists(`/usr/bin/${name}`))) continue
    const isElsewhere = !FOLDERS.some((folder) => place.startsWith(`${folder}/`))
    const unused = FOLDERS.filter((folder) => programAt(image, `${folder}/${name}`) === undefined)
    for (const folder of unused.slice(isElsewhere ? 1 : 0)) await fs.rm(`${folder}/${name}`, { force: true })
    if (isElsewhere && !(await fs.exists(place))) fs.writeFileSync(place, callOf(name))
    if (!BEFORE.test(place) && (await fs.exists(place))) await fs.chmod(place, EXECUTABLE)
  }
}

const folderOfPrograms = (path: string): string | undefined => /^((?:\/usr)?\/bin)\/?$/u.exec(path)?.[1]

/** The files as those see them who list them: without the shell's own commands, and programs where the image has them. */
export const withoutOwnCommands = (files: InMemoryFs, image: Image | undefined): InMemoryFs => {
  const isShown = (path: string, name: string): boolean => {
    const folder = folderOfPrograms(path)
    return folder === undefined || (!isOwnCommand(name) && programAt(image, `${folder}/${name}`) !== undefined)
  }
  const readdir: InMemoryFs['readdir'] = async (path) => (await files.readdir(path)).filter((name) => isShown(path, name))
  const readdirWithFileTypes: InMemoryFs['readdirWithFileTypes'] = async (path) =>
    (await files.readdirWithFileTypes(path)).filter(({ name }) => isShown(path, name))
  const own = Object.fromEntries(
    Object.entries({ readdir, readdirWithFileTypes }).map(([name, value]) => [
      name,
      { value, configurable: true, writable: true },
    ]),
  )
  return Object.create(files, own) as InMemoryFs
}
