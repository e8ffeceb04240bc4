/** What this program is called by: the version of its package. */
import { readFile } from 'node:fs/promises'

/** `0` where the package does not say. */
export async function readVersion(root: URL): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0'
}
