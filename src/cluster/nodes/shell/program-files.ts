/** Files of the programs that an image has. The shell puts one into /bin and /usr/bin for each command that it knows, its own ones included. */
import type { InMemoryFs } from 'just-bash'
import type { Image } from '../images/image.ts'
import { commandsOf, userlandOf } from '../userland.ts'
import { isOwnCommand } from './own-commands.ts'

const FOLDERS = ['/bin', '/usr/bin'] as const
/** The shell knows these; images have them where they say so. */
const SELDOM = ['bash', 'column', 'file', 'html-to-markdown', 'jq', 'rg', 'sqlite3', 'xan', 'yq'] as const
/** busybox has these. */
const NOT_IN_DEBIAN = ['strings', 'tree'] as const
/** busybox's image has its programs in /bin, and this link. */
const BESIDE = 'env'

/** Takes away what an image does not have, or not there. Whatever is asked for by name is then found as in the image, or not at all. */
export async function placePrograms(fs: InMemoryFs, image: Image | undefined): Promise<void> {
  const [there, userland] = [commandsOf(image), userlandOf(image)]
  const missing = [...SELDOM, ...(userland === 'debian' ? NOT_IN_DEBIAN : [])].filter((name) => !there.has(name))
  for (const name of missing) for (const folder of FOLDERS) await fs.rm(`${folder}/${name}`, { force: true })
  if (userland !== 'busybox') return
  for (const name of await fs.readdir('/usr/bin'))
    if (name !== BESIDE && !isOwnCommand(name)) await fs.rm(`/usr/bin/${name}`, { force: true })
}

const isFolderOfPrograms = (path: string): boolean => /^(?:\/usr)?\/bin\/?$/u.test(path)

/** The files as those see them who list them: without the shell's own commands. */
export const withoutOwnCommands = (files: InMemoryFs): InMemoryFs => {
  const readdir: InMemoryFs['readdir'] = async (path) => {
    const names = await files.readdir(path)
    return isFolderOfPrograms(path) ? names.filter((name) => !isOwnCommand(name)) : names
  }
  const readdirWithFileTypes: InMemoryFs['readdirWithFileTypes'] = async (path) => {
    const entries = await files.readdirWithFileTypes(path)
    return isFolderOfPrograms(path) ? entries.filter(({ name }) => !isOwnCommand(name)) : entries
  }
  const own = Object.fromEntries(
    Object.entries({ readdir, readdirWithFileTypes }).map(([name, value]) => [
      name,
      { value, configurable: true, writable: true },
    ]),
  )
  return Object.create(files, own) as InMemoryFs
}
