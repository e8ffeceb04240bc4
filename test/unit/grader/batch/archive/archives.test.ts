import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf } from '../../../../../grader/batch/archive/bytes.ts'
import { readEntries } from '../../../../../grader/batch/archive/open-archive.ts'
import { safeParts } from '../../../../../grader/batch/archive/safe-path.ts'
import { LIMITS } from '../../../../../grader/batch/limits.ts'
import { Refusal } from '../../../../../grader/batch/refusal.ts'
import { readSubmission } from '../../../../../grader/batch/submission.ts'
import { ITEM_MS, makeTar, makeZip, type ArchiveItem } from '../../../../support/archives.ts'

const FORMATS = { zip: makeZip, tar: makeTar }
const TASKS = ['3-3', '2-2']

/** What a learner's archive of these bytes is read as: paths, or the code of its refusal. */
const handIn = (bytes: Buffer): readonly string[] | string => {
  try {
    const entry = { path: 'alice.zip', kind: 'file', size: bytes.length, modifiedMs: 0, read: () => bytes } as const
    return readSubmission([entry], TASKS).files.map(({ path }) => path)
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

describe.each(Object.entries(FORMATS))('%s', (name, make) => {
  test('nothing, one file, a long path, Hangul', () => {
    expect([...readEntries(bytesOf(make([])), 10)]).toEqual([])
    const long = `3-3/${'a'.repeat(120)}.yaml`
    const [one, two] = [
      ...readEntries(
        bytesOf(
          make([
            { path: '3-3/정책.yaml', text: 'a: 1' },
            { path: long, text: 'b' },
          ]),
        ),
        10,
      ),
    ]
    expect(one).toMatchObject({ path: '3-3/정책.yaml', kind: 'file', size: 4, modifiedMs: ITEM_MS })
    expect(one?.read(10).toString()).toBe('a: 1')
    expect(two).toMatchObject({ path: long, kind: 'file' })
  })

  test.each<[string, readonly ArchiveItem[], readonly string[] | string]>([
    ['a wrapper around everything', [{ path: 'work/3-3/a.yaml', text: 'x' }], ['3-3/a.yaml']],
    ['no wrapper is taken from a task', [{ path: '3-3/a.yaml', text: 'x' }], ['3-3/a.yaml']],
    ['what archivers leave behind', [{ path: '__MACOSX/._a.yaml' }, { path: '.git/x.yaml' }, { path: 'a.yaml' }], ['a.yaml']],
    [
      'files that are no manifests',
      [
        { path: 'README.md', text: '#' },
        { path: 'b.json', text: '{}' },
      ],
      ['b.json'],
    ],
    ['a path upwards', [{ path: '../../etc/cron.d/x.yaml', text: 'x' }], 'submission-path'],
    ['a path upwards in the middle', [{ path: 'a/../../b.yaml', text: 'x' }], 'submission-path'],
    ['an absolute path', [{ path: '/etc/passwd', text: 'x' }], 'submission-path'],
    ['a path of Windows upwards', [{ path: String.raw`..\..\x.yaml`, text: 'x' }], 'submission-path'],
    ['a drive', [{ path: 'c:/x.yaml', text: 'x' }], 'submission-path'],
    ['a link', [{ path: 'x.yaml', link: '/etc/passwd' }, { path: 'y.yaml' }], 'submission-link'],
    ['one name twice', [{ path: 'x.yaml' }, { path: './x.yaml' }], 'submission-same-name'],
    ['too many files', Array.from({ length: LIMITS.files + 1 }, (_, i) => ({ path: `${i}.yaml` })), 'submission-entries'],
    ['too many entries', Array.from({ length: LIMITS.entries + 1 }, (_, i) => ({ path: `${i}.txt` })), 'submission-entries'],
    ['a large file', [{ path: 'x.yaml', text: Buffer.alloc(LIMITS.fileBytes + 1) }, { path: 'y.yaml' }], 'submission-large'],
    [
      'large together',
      Array.from({ length: 9 }, (_, i) => ({ path: `${i}.yaml`, text: Buffer.alloc(LIMITS.fileBytes) })),
      'submission-large',
    ],
  ])('%s', (_, items, expected) => expect(handIn(make(items))).toEqual(expected))

  test('cut off anywhere and changed anywhere, it is read or refused, and never anything else', () => {
    const whole = make([
      { path: '3-3/a.yaml', text: 'kind: Pod\n'.repeat(20) },
      { path: '3-3/b.yaml', text: 'x' },
    ])
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), (end, at, value) => {
        handIn(Buffer.concat([whole.subarray(0, end), Buffer.from('')]))
        const changed = Buffer.from(whole)
        changed.writeUInt8(value, at)
        handIn(changed)
      }),
      { numRuns: 400 },
    )
  })

  test('what the usual program makes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'netgrade-archive-'))
    mkdirSync(join(folder, '3-3'))
    writeFileSync(join(folder, '3-3/a.yaml'), 'kind: Pod\n'.repeat(1000))
    const file = join(folder, `x.${name}`)
    execFileSync(name, name === 'zip' ? ['-qr', file, '3-3'] : ['-cf', file, '3-3'], { cwd: folder })
    expect(handIn(readFileSync(file))).toEqual(['3-3/a.yaml'])
    if (name === 'tar') expect(handIn(gzipSync(readFileSync(file)))).toEqual(['3-3/a.yaml'])
  })
})

describe('bombs', () => {
  test('a zip that says it is smaller than it unpacks to', () => {
    const items = [{ path: 'x.yaml', text: Buffer.alloc(5_000_000), claimedSize: 100 }, { path: 'y.yaml' }]
    expect(handIn(makeZip(items))).toBe('archive-bomb')
  })

  test('a zip that says it is larger', () => {
    expect(handIn(makeZip([{ path: 'x.yaml', text: 'x', claimedSize: 100 }]))).toBe('archive-bomb')
  })

  test('an encrypted zip', () => {
    expect(handIn(makeZip([{ path: 'x.yaml', text: 'x', isEncrypted: true }]))).toBe('archive-encrypted')
  })

  test('a compressed tar that unpacks to more than is allowed', () => {
    const bomb = gzipSync(Buffer.alloc(LIMITS.unpackedBytes + 512))
    expect(handIn(bomb)).toBe('archive-bomb')
    // What it says of itself is not what decides.
    const lying = Buffer.from(bomb)
    lying.writeUInt32LE(1024, lying.length - 4)
    expect(['archive-bomb', 'archive-damaged']).toContain(handIn(lying))
  })

  test('a tar that claims more than it holds', () => {
    expect(handIn(makeTar([{ path: 'x.yaml', text: 'x', claimedSize: 1 << 30 }]))).toBe('archive-damaged')
    for (const junk of ['', 'PK', 'no archive at all', 'no archive at all'.repeat(100)])
      expect(handIn(Buffer.from(junk)), junk).toBe('archive-damaged')
  })

  test('a zip whose directory counts more entries than are allowed', () => {
    const zip = makeZip([{ path: 'x.yaml' }])
    zip.writeUInt16LE(60_000, zip.length - 12)
    expect(handIn(zip)).toBe('submission-entries')
  })
})

test.each<[string, readonly string[] | undefined]>([
  ['', undefined],
  ['.', undefined],
  ['a', ['a']],
  ['./a//b', ['a', 'b']],
  ['a/..', undefined],
  ['a\u0000b', undefined],
  ['a\nb', undefined],
  ['x'.repeat(LIMITS.nameLength + 1), undefined],
  ['a/'.repeat(LIMITS.depth + 1), undefined],
])('the path %j', (path, expected) => expect(safeParts(path)).toEqual(expected))
