import { describe, expect, test } from 'vitest'
import { runGrade, writeManifest } from '../support/run-grade.ts'
import { SHOP } from '../support/shop.ts'

const shop = writeManifest('shop.yaml', SHOP)
const odd = writeManifest('odd-|<&"name.yaml', SHOP.replace("friend: 'yes'", "friend: 'no'"))
const wide = writeManifest(
  'wide.yaml',
  SHOP.replace("{ podSelector: { matchLabels: { friend: 'yes' } } }", '{ podSelector: {} }'),
)

const blocks = writeManifest('blocks.yaml', `${SHOP.trimEnd()}\n    - from: [{ ipBlock: { cidr: 10.0.0.0/8 } }]\n`)

const onPorts = (name: string, ports: string): string => writeManifest(name, `${SHOP.trimEnd()}\n      ports: [${ports}]\n`)
const range = onPorts('range.yaml', '{ port: 80, endPort: 81 }')
const list = onPorts('list.yaml', '{ port: 80 }, { port: 81 }')

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  'compare, each allows something': ['compare', shop, odd],
  'compare, equivalent': ['compare', shop, shop],
  'trace of a connection': ['trace', 'pod/shop/client', 'service/shop/web:8080', '--file', shop],
  'trace of a request': ['trace', 'pod/shop/client', 'http://web:8080/', '--file', wide],
  'trace of a name': ['trace', 'pod/shop/client', 'web', '--file', shop],
  'trace in detail, during a change': [
    ...['trace', 'pod/shop/client', 'service/shop/web:8080', '--detail', '--before', wide, '--file', shop],
  ],
  'trace of a name in detail': ['trace', 'pod/shop/client', 'web', '--detail', '--file', shop],
  'compare, it depends': ['compare', range, list],
  'forbid, it depends': ['forbid', '*/friend!=yes', 'shop/app=web', '--file', blocks],
  matrix: ['matrix', '--namespace', 'shop', '--file', shop],
  'forbid, broken': ['forbid', '*/friend!=yes', 'shop/*', '--file', odd],
  'forbid, holds': ['forbid', '*/friend!=yes', 'shop/app=web', '--file', shop],
  'lint, nothing': ['lint', '--file', shop],
}

const LANGUAGES = ['en', 'ko'] as const

/** Elements are closed in the order in which they are opened, and every & begins an entity: all that our own SVG may get wrong. */
const expectWellFormed = (svg: string): void => {
  const open: string[] = []
  for (const [, close, name = '', , empty] of svg.matchAll(/<(\/?)([a-z]+)((?:\s[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>/gu)) {
    if (close === '/') expect(open.pop()).toBe(name)
    else if (empty !== '/') open.push(name)
  }
  expect(open).toEqual([])
  const texts = svg.replaceAll(/<[^<>]*>/gu, '')
  expect(texts).not.toMatch(/[<>]/u)
  expect(svg.replaceAll(/&(?:amp|lt|gt|quot);/gu, '')).not.toContain('&')
}

/** Strings are closed, braces are balanced, and every statement ends. @see https://graphviz.org/doc/info/lang.html */
const expectDot = (dot: string): void => {
  const bare = dot.replaceAll(/"(?:[^"\\]|\\.)*"/gu, 'x')
  expect(bare).not.toContain('"')
  let depth = 0
  for (const letter of bare) {
    if (letter === '{') depth++
    if (letter === '}') depth--
    expect(depth).toBeGreaterThanOrEqual(0)
  }
  expect(depth).toBe(0)
  for (const line of bare.split('\n').map((one) => one.trim()))
    if (line !== '' && !/[{}]$/u.test(line)) expect(line).toMatch(/;$/u)
}

describe.each(Object.entries(COMMANDS))('%s', (name, command) => {
  describe.each(LANGUAGES)('in %s', (language) => {
    test('as Markdown: every table has the columns of its head', async () => {
      const { out } = await runGrade(...command, '--lang', language, '--format', 'markdown')
      expect(out).toContain('**')
      const rows = out.split('\n').map((line) => (line.startsWith('|') ? line.replaceAll(/\\./gu, '').split('|').length : 0))
      for (const [index, cells] of rows.entries()) if (cells > 0 && rows[index - 1]! > 0) expect(cells).toBe(rows[index - 1])
    })

    test('as JSON: no connection stands twice', async () => {
      const { out } = await runGrade(...command, '--lang', language, '--format', 'json')
      const value = JSON.parse(out) as Record<string, unknown>
      if (name === 'forbid, broken') expect(Object.keys(value['example'] as object)).not.toEqual(expect.arrayContaining(['a']))
      expect(value).not.toEqual({})
    })
  })
})

describe.each(Object.entries(COMMANDS).filter(([name]) => /^(?:compare|trace|matrix)/u.test(name)))(
  '%s drawn',
  (_, command) => {
    describe.each(LANGUAGES)('in %s', (language) => {
      test('as SVG', async () => {
        const { out } = await runGrade(...command, '--lang', language, '--format', 'svg')
        expect(out).toMatch(/^<svg [^>]*role="img" aria-label="[^"]+"[^>]*>\n<title>.+<\/title>\n<desc>.+<\/desc>/u)
        expectWellFormed(out)
      })

      test('as DOT', async () => {
        const { out } = await runGrade(...command, '--lang', language, '--format', 'dot')
        expect(out).toMatch(/^digraph /u)
        expectDot(out)
      })
    })
  },
)

test.each(['lint', 'forbid'])('%s has nothing to draw, and says what there is', async (name) => {
  const command = name === 'lint' ? ['lint', '--file', shop] : ['forbid', '*/*', 'shop/*', '--file', shop]
  const { code, err } = await runGrade(...command, '--format', 'svg')
  expect([code, err]).toEqual([2, expect.stringContaining('text, json, markdown')])
})

describe('a counterexample drawn', () => {
  test('once with each side, up to the policy that shuts it out', async () => {
    const { out } = await runGrade('compare', shop, wide, '--format', 'svg')
    expect(out).toContain(`✘ A ${shop.slice(0, 10)}`)
    expect(out).toContain('isolated by only-friends; no rule fits')
    expect(out).toContain('stroke-dasharray')
    expect(out).toContain('server, TCP 80: shop/server')
  })
})

describe('what a trace says besides the walk, in every format', () => {
  const asked = (format: string, ...more: readonly string[]) =>
    runGrade('trace', 'pod/shop/client', 'service/shop/web:8080', '--file', wide, '--format', format, ...more)

  test.each(['markdown', 'dot', 'svg'])('%s', async (format) => {
    const plain = (await asked(format)).out
    expect(plain).not.toContain('PREROUTING')
    const detailed = (await asked(format, '--detail')).out
    expect(detailed).toContain('PREROUTING')
    expect(detailed).toContain('the answer')
    const changed = (await asked(format, '--before', shop)).out
    expect(changed).toContain('just now: timed out')
    expect(changed).toContain('until kube-proxy')
    const name = await runGrade('trace', 'pod/shop/client', 'web', '--file', wide, '--format', format, '--detail')
    expect(name.out).toContain('QUESTION SECTION')
    const empty = writeManifest('nobody.yaml', SHOP.replace('selector: { app: web }', 'selector: { app: nobody }'))
    const depends = await runGrade('trace', 'pod/shop/client', 'service/shop/web:8080', '--file', empty, '--format', format)
    expect(depends.out).toContain('depends on: a Service without endpoints')
  })

  test('the type that a name is asked for', async () => {
    const { out } = await runGrade('trace', 'pod/shop/client', 'web', '--type', 'SRV', '--file', wide, '--format', 'markdown')
    expect(out).toContain('DNS web SRV')
  })
})

describe('what was expected of B', () => {
  test.each<[string, readonly [string, string], number]>([
    ['equal', [shop, wide], 1],
    ['at-least-as-open', [shop, wide], 0],
    ['at-least-as-strict', [shop, wide], 1],
    ['at-least-as-strict', [wide, shop], 0],
    ['at-least-as-strict', [shop, shop], 0],
    ['at-least-as-open', [shop, odd], 1],
  ])('%s', async (expected, files, code) => {
    const ran = await runGrade('compare', ...files, '--expect', expected)
    expect(ran.code).toBe(code)
    if (expected !== 'equal') expect(ran.out).toContain(code === 0 ? 'It is so.' : 'It is not so.')
    const json = await runGrade('compare', ...files, '--expect', expected, '--format', 'json')
    expect(JSON.parse(json.out)).toMatchObject({ expected, outcome: code === 0 ? 'met' : 'not-met' })
  })

  test('anything else is refused', async () => {
    expect((await runGrade('compare', shop, wide, '--expect', 'same')).code).toBe(2)
  })
})

describe('what the answer rests on', () => {
  test('holds whatever plugins do', async () => {
    const { out } = await runGrade('compare', shop, wide)
    expect(out.replaceAll(/\s+/gu, ' ')).toContain(
      'This holds whatever the network plugin makes of these: whether ipBlock matches',
    )
  })

  test('depends on endPort', async () => {
    const ports = (list: string): string =>
      writeManifest(`ports-${list.length}.yaml`, `${SHOP.trimEnd()}\n      ports: [${list}]\n`)
    const { code, out } = await runGrade('compare', ports('{ port: 80, endPort: 81 }'), ports('{ port: 80 }, { port: 81 }'))
    expect(code).toBe(4)
    expect(out).toContain('± Equivalent as most network plugins read policies, but different as some do.')
    expect(out).toContain('whether the plugin knows endPort: no → B allows all that A allows, and more')
  })
})
