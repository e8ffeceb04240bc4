import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../../../../grader/cli/run.ts'
import { alignColumns, paint } from '../../../../grader/reports/layout.ts'
import { displayWidth } from '../../../../grader/terminal/display-width.ts'

describe('columns', () => {
  test.each([
    ['nothing', [], 10, []],
    ['an empty row', [[]], 10, ['']],
    [
      'rows that fit',
      [
        ['a', 'bb'],
        ['ccc', 'd'],
      ],
      10,
      ['a    bb', 'ccc  d'],
    ],
    ['a sentence that does not', [['1', 'one two three four five', 'x']], 22, ['1  one two three     x', '   four five']],
    ['a word that is too long', [['1', 'abcdefghij']], 6, ['1  abcdefghij']],
    ['Hangul', [['1', '가나다라마 바사아자차']], 19, ['1  가나다라마', '   바사아자차']],
  ] as const)('%s', (_, rows, width, expected) => {
    expect(alignColumns(rows, width)).toEqual(expected)
  })

  test('are as wide as they are where no width is given', () => {
    expect(alignColumns([['a'.repeat(200), 'b c']])).toEqual([`${'a'.repeat(200)}  b c`])
  })

  test('colours take no room', () => {
    const red = paint({ color: true, width: 80 }, 'red', 'ends here')
    expect(displayWidth(red)).toBe(9)
    expect(
      alignColumns(
        [
          ['1', red],
          ['2', 'x'],
        ],
        12,
      )[0],
    ).toBe(`1  ${red}`)
  })
})

test('the steps of a trace are broken to the terminal, and stay whole elsewhere', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'netgrade-layout-')), 'shop.yaml')
  writeFileSync(file, SHOP)
  const widest = async (language: string, terminal: object): Promise<number> => {
    let out = ''
    const argv = ['trace', 'pod/shop/client', 'service/shop/web:80', '--detail', '--file', file, '--lang', language]
    await run(argv, {
      stdout: { write: (text) => (out += text), ...terminal },
      stderr: { write: () => undefined },
      environment: { NETGRADE_HOME: '/nowhere', NO_COLOR: '1' },
      root: path.join(import.meta.dirname, '../../../..'),
    })
    return Math.max(...out.split('\n').map(displayWidth))
  }
  for (const language of ['en', 'ko'])
    expect(await widest(language, { isTTY: true, columns: 80 })).toBeLessThan((await widest(language, {})) * 0.8)
})

const SHOP = `
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop }
spec: { containers: [{ name: client, image: 'busybox:1.28', command: [sleep, '86400'] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`
