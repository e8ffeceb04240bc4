import { appendFile, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJournal } from '../../../../grader/daemon/journal.ts'
import type { StoreEvent } from '../../../../src/cluster/store/store.ts'

let directory: string
beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'netgrade-journal-'))))
afterEach(() => rm(directory, { recursive: true }))

const event = (type: StoreEvent['type'], name: string, revision: number, data = ''): StoreEvent => ({
  type,
  resource: 'configmaps',
  revision,
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', annotations: { data } } },
})

async function contents(): Promise<{ names: (string | undefined)[]; revision: number }> {
  const journal = await openJournal(directory)
  await journal.close()
  return { names: journal.contents.objects.map(({ metadata }) => metadata.name), revision: journal.contents.revision }
}

async function write(...events: StoreEvent[]): Promise<void> {
  const journal = await openJournal(directory)
  for (const one of events) journal.append(one)
  await journal.flushed()
  await journal.close()
}

describe('journal', () => {
  it('is empty at first', async () => {
    expect(await contents()).toEqual({ names: [], revision: 0 })
  })

  it('keeps what was flushed, without what was deleted, and the last revision', async () => {
    await write(event('ADDED', 'a', 1), event('ADDED', 'b', 2), event('MODIFIED', 'a', 3), event('DELETED', 'b', 4))
    expect(await contents()).toEqual({ names: ['a'], revision: 4 })
  })

  it('goes on after it was opened again', async () => {
    await write(event('ADDED', 'a', 1))
    await write(event('ADDED', 'b', 2))
    expect(await contents()).toEqual({ names: ['a', 'b'], revision: 2 })
  })

  it.each([
    ['half a line', '0badc0de {"revision":2,"key":"configmaps/default/b","obj'],
    ['a line with a wrong checksum', '00000000 {"revision":2,"key":"configmaps/default/b","object":null}\n'],
    ['bytes', '\0\0\0\0'],
  ])('drops %s at the end, as a crash leaves it', async (_name, torn) => {
    await write(event('ADDED', 'a', 1))
    await appendFile(join(directory, 'journal'), torn)
    expect(await contents()).toEqual({ names: ['a'], revision: 1 })
    await write(event('ADDED', 'c', 3))
    expect(await contents()).toEqual({ names: ['a', 'c'], revision: 3 })
  })

  it('refuses a file that is damaged in the middle, and leaves it as it is', async () => {
    await write(event('ADDED', 'a', 1), event('ADDED', 'b', 2))
    const path = join(directory, 'journal')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('"a"', '"z"'))
    await expect(openJournal(directory)).rejects.toMatchObject({ code: 'state-damaged', detail: { line: '2' } })
    expect(await readFile(path, 'utf8')).toBe(text.replace('"a"', '"z"'))
  })

  it('syncs many changes that wait together', async () => {
    const journal = await openJournal(directory)
    await Promise.all(
      Array.from({ length: 500 }, (_, index) => {
        journal.append(event('ADDED', `o${index}`, index + 1))
        return journal.flushed()
      }),
    )
    await journal.close()
    expect((await contents()).names).toHaveLength(500)
  })

  it('is rewritten when most of it is outdated', async () => {
    const data = 'x'.repeat(100_000)
    const journal = await openJournal(directory)
    for (let revision = 1; revision <= 200; revision++) {
      journal.append(event('MODIFIED', 'a', revision, data))
      await journal.flushed()
    }
    await journal.close()
    expect((await stat(join(directory, 'journal'))).size).toBeLessThan(10_000_000)
    expect(await contents()).toEqual({ names: ['a'], revision: 200 })
  })

  it.runIf(process.platform === 'linux')('keeps no file open where it cannot be opened as a whole', async () => {
    const path = join(directory, 'journal')
    await write(event('MODIFIED', 'a', 1))
    const line = await readFile(path, 'utf8')
    await writeFile(path, line.repeat(Math.ceil(9_000_000 / line.length)))
    await mkdir(`${path}.new`)
    await expect(openJournal(directory)).rejects.toMatchObject({ code: 'state-directory-unwritable' })
    const open = await Promise.all(
      (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
    )
    expect(open).not.toContain(path)
  })

  it('has the whole of its first batch or is new', async () => {
    const path = join(directory, 'journal')
    await write(event('ADDED', 'a', 1), event('ADDED', 'b', 2), event('ADDED', 'c', 3))
    const lines = (await readFile(path, 'utf8')).split('\n')
    for (let count = 1; count < lines.length - 1; count++) {
      await writeFile(path, `${lines.slice(0, count).join('\n')}\n${(lines[count] ?? '').slice(0, 20)}`)
      expect(await contents(), `${count} lines`).toEqual({ names: [], revision: 0 })
    }
    await write(event('ADDED', 'd', 1))
    await write(event('ADDED', 'e', 2))
    expect(await contents()).toEqual({ names: ['d', 'e'], revision: 2 })
  })

  it('is readable by its owner only', async () => {
    await write(event('ADDED', 'a', 1))
    expect((await stat(join(directory, 'journal'))).mode & 0o777).toBe(0o600)
  })
})
