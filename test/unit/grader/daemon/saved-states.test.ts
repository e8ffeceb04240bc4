import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJournal, readJournal, type FileJournal } from '../../../../grader/daemon/journal.ts'
import { statePaths, type StatePaths } from '../../../../grader/terminal/paths.ts'
import { ensurePrivateDirectory } from '../../../../grader/daemon/private-files.ts'
import { checkSaved, forgetState, restoreState, savedStates, saveState } from '../../../../grader/daemon/saved-states.ts'

let paths: StatePaths
beforeEach(async () => (paths = statePaths({ NETGRADE_HOME: await mkdtemp(join(tmpdir(), 'netgrade-saved-')) })))
afterEach(() => rm(paths.home, { recursive: true, force: true }))

const RANGES = JSON.stringify({ podCidrs: ['10.10.0.0/16'], serviceCidrs: ['10.20.0.0/16'] })

let revision = 0
beforeEach(() => (revision = 0))

const put = async (journal: FileJournal, ...names: readonly string[]): Promise<void> => {
  for (const name of names) {
    revision += 1
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', uid: name } }
    journal.append({ type: 'ADDED', resource: 'configmaps', object, revision })
  }
  await journal.flushed()
}

let opened: FileJournal[] = []
afterEach(async () => {
  await Promise.all(opened.map((journal) => journal.close()))
  opened = []
})

const open = async (): Promise<FileJournal> => {
  await ensurePrivateDirectory(paths.data)
  const journal = await openJournal(paths.data)
  opened.push(journal)
  return journal
}

const namesNow = async (): Promise<readonly (string | undefined)[]> =>
  (await readJournal(paths.data)).objects.map(({ metadata }) => metadata.name).sort()

describe('a saved state', () => {
  it('is what was acknowledged while the journal is open, and comes back with later revisions', async () => {
    const journal = await open()
    await put(journal, 'a', 'b')
    await saveState(paths, 'two', { mayReplace: false })
    await put(journal, 'c')
    await journal.close()
    expect(await namesNow()).toEqual(['a', 'b', 'c'])
    expect(await restoreState(paths, 'two')).toBe(2)
    expect(await namesNow()).toEqual(['a', 'b'])
    const { objects } = await readJournal(paths.data)
    expect(objects.every(({ metadata }) => Number(metadata.resourceVersion) > 3)).toBe(true)
  })

  it('leaves out the line that is being written', async () => {
    await put(await open(), 'a')
    await appendFile(join(paths.data, 'journal'), '0badc0de {"revision":2,"key":"confi')
    await saveState(paths, 'torn', { mayReplace: false })
    expect(await restoreState(paths, 'torn')).toBe(1)
  })

  it('brings the address ranges of its cluster back, and kubeadm’s where it had none chosen', async () => {
    await put(await open(), 'a')
    await saveState(paths, 'plain', { mayReplace: false })
    await writeFile(paths.ranges, RANGES)
    await saveState(paths, 'chosen', { mayReplace: false })
    await restoreState(paths, 'plain')
    await expect(stat(paths.ranges)).rejects.toMatchObject({ code: 'ENOENT' })
    await restoreState(paths, 'chosen')
    expect((await stat(paths.ranges)).size).toBe(RANGES.length)
  })

  it('is replaced only where that was asked for', async () => {
    const journal = await open()
    await put(journal, 'a')
    await saveState(paths, 'one', { mayReplace: false })
    await put(journal, 'b')
    await expect(saveState(paths, 'one', { mayReplace: false })).rejects.toMatchObject({ code: 'saved-exists' })
    expect(await countIn('one')).toBe(1)
    await saveState(paths, 'one', { mayReplace: true })
    expect(await countIn('one')).toBe(2)
  })

  it('is listed with its size, readable by its owner alone, and forgotten', async () => {
    await put(await open(), 'a')
    await saveState(paths, 'b.2', { mayReplace: false })
    await saveState(paths, 'a-1', { mayReplace: false })
    const states = await savedStates(paths)
    expect(states.map(({ name }) => name)).toEqual(['a-1', 'b.2'])
    expect(states[0]?.bytes).toBe((await stat(join(paths.data, 'journal'))).size)
    expect((await stat(join(paths.saved, 'a-1'))).mode & 0o077).toBe(0)
    await forgetState(paths, 'a-1')
    expect(await readdir(paths.saved)).toEqual(['b.2'])
  })

  it('that a crash left half-made is none, and the next one takes its place', async () => {
    await put(await open(), 'a')
    await saveState(paths, 'x', { mayReplace: false })
    await ensurePrivateDirectory(join(paths.saved, '.y.new'))
    await writeFile(join(paths.saved, '.y.new', 'journal'), 'half')
    expect((await savedStates(paths)).map(({ name }) => name)).toEqual(['x'])
    await saveState(paths, 'y', { mayReplace: false })
    expect(await readdir(paths.saved)).toEqual(['x', 'y'])
  })
})

const countIn = async (name: string): Promise<number> => (await readJournal(join(paths.saved, name))).objects.length

describe('refused', () => {
  it.each(['', '.', '..', 'a/b', '../data', 'A', '-a', 'a-', '.hidden', 'a'.repeat(64), '한글'])(
    'is the name %j',
    async (name) => {
      await put(await open(), 'a')
      await expect(saveState(paths, name, { mayReplace: true })).rejects.toMatchObject({ code: 'saved-name-bad' })
      await expect(forgetState(paths, name)).rejects.toMatchObject({ code: 'saved-name-bad' })
    },
  )

  it('is saving where no cluster was, and restoring what is not there', async () => {
    await expect(saveState(paths, 'a', { mayReplace: false })).rejects.toMatchObject({ code: 'nothing-to-save' })
    await expect(checkSaved(paths, 'a')).rejects.toMatchObject({ code: 'saved-missing', detail: { there: '' } })
    await put(await open(), 'a')
    await saveState(paths, 'b', { mayReplace: false })
    await expect(restoreState(paths, 'a')).rejects.toMatchObject({ code: 'saved-missing', detail: { there: 'b' } })
    expect(await namesNow()).toEqual(['a'])
  })

  it('is a damaged state, before anything is touched', async () => {
    await put(await open(), 'a', 'b')
    await saveState(paths, 'bad', { mayReplace: false })
    const lines = (await readJournalText('bad')).split('\n')
    await writeFile(join(paths.saved, 'bad', 'journal'), ['00000000 {}', ...lines].join('\n'))
    await expect(checkSaved(paths, 'bad')).rejects.toMatchObject({ code: 'state-damaged' })
    await expect(restoreState(paths, 'bad')).rejects.toMatchObject({ code: 'state-damaged' })
    expect(await namesNow()).toEqual(['a', 'b'])
  })
})

const readJournalText = async (name: string): Promise<string> => readFile(join(paths.saved, name, 'journal'), 'utf8')
