/** The reader's own cluster, where the site is served beside it: read once for each press, and never written. */
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import type { ClientWords } from '../words.ts'
import { find } from './find.ts'

export interface OwnClusterOptions {
  readonly words: ClientWords
  readonly say: (text: string) => void
  readonly take: (cluster: string) => Promise<void>
  readonly fail: (error: unknown) => void
}

/** Where the server answers with the cluster. */
const ADDRESS = '/live/cluster'

/** Shows the button where the site is served; pages from a folder have nobody to ask. */
export const offerOwnCluster = ({ words, say, take, fail }: OwnClusterOptions): void => {
  if (document.body.dataset['live'] === undefined) return
  const button = find('.own-cluster', HTMLButtonElement)
  const read = async (): Promise<void> => {
    say(words.reading)
    const response = await fetch(ADDRESS)
    const answer: unknown = response.ok ? await response.json() : undefined
    if (!isJsonObject(answer) || typeof answer['manifests'] !== 'string') {
      say(words.noOwnCluster)
      return
    }
    await take(answer['manifests'])
    say(words.ownCluster(Number(answer['count'])))
  }
  button.hidden = false
  button.addEventListener('click', () => {
    read().catch(fail)
  })
}
