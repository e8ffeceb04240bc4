import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJournal, readJournal } from '../../../../grader/daemon/journal.ts'
import { ensurePrivateDirectory, readIfPresent } from '../../../../grader/daemon/private-files.ts'
import { completeReplacement, replaceState, wipeState } from '../../../../grader/daemon/replace-state.ts'
import { statePaths, type StatePaths } from '../../../../grader/terminal/paths.ts'

let paths: StatePaths
beforeEach(async () => (paths = statePaths({ NETGRADE_HOME: await mkdtemp(join(tmpdir(), 'netgrade-replace-')) })))
afterEach(() => rm(paths.home, { recursive: true, force: true }))

const configMap = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', uid: name },
})

/** A journal of ConfigMaps, with revisions from `first` on. */
async function writeJournal(folder: string, names: readonly string[], first = 1): Promise<void> {
  await ensurePrivateDirectory(folder)
  const journal = await openJournal(folder)
  names.forEach((name, index) =>
    journal.append({ type: 'ADDED', resource: 'configmaps', object: configMap(name), revision: first + index }),
  )
  await journal.flushed()
  await journal.close()
}

const OLD = '{"old":1}'
const NEW = '{"new":1}'

beforeEach(async () => {
  await writeJournal(paths.data, ['old'], 7)
  await writeFile(paths.ranges, OLD)
})

const now = async () => ({
  names: (await readJournal(paths.data)).objects.map(({ metadata }) => metadata.name).sort(),
  ranges: await readIfPresent(paths.ranges),
  folders: (await readdir(paths.data, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name),
})

describe('another state', () => {
  it('takes the place of objects and ranges at once', async () => {
    await replaceState(paths, { objects: [configMap('a'), configMap('b')], ranges: NEW })
    expect(await now()).toEqual({ names: ['a', 'b'], ranges: NEW, folders: [] })
  })

  it('without ranges leaves none', async () => {
    await replaceState(paths, { objects: [configMap('a')], ranges: undefined })
    expect(await now()).toEqual({ names: ['a'], ranges: undefined, folders: [] })
  })

  it('takes the place of a damaged one, with later revisions than any line that can be read', async () => {
    const journal = join(paths.data, 'journal')
    await writeFile(journal, `00000000 {}\n${await readFile(journal, 'utf8')}`)
    await expect(readJournal(paths.data)).rejects.toMatchObject({ code: 'state-damaged' })
    await replaceState(paths, { objects: [configMap('a')], ranges: OLD })
    const { objects, revision } = await readJournal(paths.data)
    expect(objects.map(({ metadata }) => metadata.resourceVersion)).toEqual(['8'])
    expect(revision).toBe(8)
  })
})

describe('a replacement that was broken off', () => {
  /** As replaceState leaves it at its turning point. */
  const leaveNext = async (ranges: string | undefined): Promise<string> => {
    const next = join(paths.data, 'next')
    await writeJournal(next, ['new'], 8)
    if (ranges !== undefined) await writeFile(join(next, 'ranges.json'), ranges)
    return next
  }

  it('before the new state was whole has changed nothing', async () => {
    await writeJournal(join(paths.data, 'import'), ['new'], 8)
    await completeReplacement(paths)
    expect(await now()).toMatchObject({ names: ['old'], ranges: OLD })
    await replaceState(paths, { objects: [configMap('a')], ranges: OLD })
    expect(await now()).toEqual({ names: ['a'], ranges: OLD, folders: [] })
  })

  it.each([NEW, undefined])('when it was whole is completed, with ranges %j', async (ranges) => {
    await leaveNext(ranges)
    await completeReplacement(paths)
    expect(await now()).toEqual({ names: ['new'], ranges, folders: [] })
  })

  it.each([NEW, undefined])('between ranges %j and objects is completed', async (ranges) => {
    await leaveNext(ranges)
    if (ranges === undefined) await rm(paths.ranges)
    else await writeFile(paths.ranges, ranges)
    await completeReplacement(paths)
    expect(await now()).toEqual({ names: ['new'], ranges, folders: [] })
  })

  it.each([NEW, undefined])('after ranges %j and objects loses neither', async (ranges) => {
    const next = await leaveNext(ranges)
    if (ranges === undefined) await rm(paths.ranges)
    else await writeFile(paths.ranges, ranges)
    await rename(join(next, 'journal'), join(paths.data, 'journal'))
    await completeReplacement(paths)
    expect(await now()).toEqual({ names: ['new'], ranges, folders: [] })
  })

  it('is wiped with everything but its ranges', async () => {
    await leaveNext(NEW)
    await wipeState(paths)
    expect(await now()).toEqual({ names: [], ranges: NEW, folders: [] })
  })
})
