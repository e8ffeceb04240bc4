/** Texts of modules as functions, and several of them as one: what they export and what others ask of them stays the same. */
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { joinModules } from '../../../../site/build/join-modules.ts'
import { readModule, toFunction, type ModuleText } from '../../../../site/build/module-text.ts'

type Modules = ReadonlyMap<string, ModuleText>

/** What a module exports, where modules are run as the engine's worker runs them. */
const exportsOf = (modules: Modules, wanted: string, load?: (name: string) => unknown): Readonly<Record<string, unknown>> => {
  const done = new Map<string, { exports: Readonly<Record<string, unknown>> }>()
  const run = (name: string): Readonly<Record<string, unknown>> => {
    const known = done.get(name)
    if (known !== undefined) return known.exports
    const module = { exports: {} }
    done.set(name, module)
    const text = modules.get(name)
    if (text === undefined) throw new Error(`no module ${name}`)
    const made = runInNewContext(`(${toFunction(text)})`) as (...given: unknown[]) => void
    made(module, run, load)
    return module.exports
  }
  return run(wanted)
}

const read = (texts: Readonly<Record<string, string>>): Modules =>
  new Map(Object.entries(texts).map(([name, text]) => [name, readModule(text)]))

test('imports, exports and what stands between', () => {
  const { needs, imports, exports, body } = readModule(
    'import{a as b,c}from"./one.js";import"./two.js";const d="import{x}from",e=b+c;export{d,e as f};\n',
  )
  expect(needs).toEqual(['one', 'two'])
  expect(imports).toEqual([
    { from: 'one', name: 'a', local: 'b' },
    { from: 'one', name: 'c', local: 'c' },
  ])
  expect(exports).toEqual([
    { name: 'd', local: 'd' },
    { name: 'f', local: 'e' },
  ])
  expect(body).toBe('const d="import{x}from",e=b+c;')
})

test('a module that neither imports nor exports', () => {
  expect(readModule('go();')).toMatchObject({ needs: [], imports: [], exports: [], body: 'go();' })
})

test('a function gives what the module exports, and loads what comes later', async () => {
  const modules = read({
    one: 'const a=2;export{a as two};',
    entry: 'import{two as t}from"./one.js";const sum=()=>t+1,late=()=>import("./later.js");export{sum,late};',
  })
  const { sum, late } = exportsOf(modules, 'entry', (name) => Promise.resolve(`loaded ${name}`)) as {
    readonly sum: () => number
    readonly late: () => Promise<string>
  }
  expect(sum()).toBe(3)
  await expect(late()).resolves.toBe('loaded later')
})

test('modules that are joined give others what they gave before, names that are the same in two of them among it', async () => {
  const modules = read({
    base: 'const a=1;export{a};',
    middle: 'import{a as n}from"./base.js";const a=()=>n+10,unused=()=>"nobody asks";export{a,unused};',
    entry: 'import{a}from"./middle.js";const start=a();export{start};',
    outside: 'import{a}from"./base.js";import{a as b}from"./middle.js";const both=[a,b()];export{both};',
  })
  const together = new Set(['entry', 'middle', 'base'])
  const joined = await joinModules(modules, { together, asked: new Set(), name: 'entry', entry: 'entry' })
  expect([...joined.keys()].sort()).toEqual(['entry', 'outside'])
  expect(joined.get('outside')?.needs).toEqual(['entry'])
  expect(exportsOf(joined, 'outside')['both']).toEqual([1, 11])
  expect(joined.get('entry')?.text).not.toContain('nobody asks')
})

test('modules that are joined have what is outside once, and what they are asked for by name keeps its name', async () => {
  const modules = read({
    outside: 'const a=1,b=2;export{a,b};',
    base: 'import{a as n,b}from"./outside.js";const sum=n+b;export{sum as s};',
    asked: 'import{b}from"./outside.js";import{s}from"./base.js";const tell=()=>[b,s];export{tell};',
    user: 'import{s}from"./base.js";export{s as sum};',
  })
  const together = new Set(['base', 'asked'])
  const joined = await joinModules(modules, { together, asked: new Set(['asked']), name: 'both' })
  expect([...joined.keys()].sort()).toEqual(['both', 'outside', 'user'])
  expect(joined.get('both')?.needs).toEqual(['outside'])
  const { tell } = exportsOf(joined, 'both') as { readonly tell: () => unknown }
  expect(tell()).toEqual([2, 3])
  expect(exportsOf(joined, 'user')['sum']).toBe(3)
  // What was joined may be joined again with what needs it.
  const again = await joinModules(joined, { together: new Set(['user']), asked: new Set(['user']), name: 'last' })
  expect(exportsOf(again, 'last')['sum']).toBe(3)
})

test('two modules that are asked for by the same name of theirs cannot be one', async () => {
  const modules = read({ one: 'const a=1;export{a as tell};', other: 'const b=2;export{b as tell};' })
  const together = new Set(['one', 'other'])
  await expect(joinModules(modules, { together, asked: together, name: 'both' })).rejects.toThrow('both export tell')
})

test('a part that is called by another name in its file is asked for there', () => {
  const text = readModule('const call=()=>netgradeLate("scales").weigh();export{call};')
  expect(toFunction(text, (name) => (name === 'scales' ? 'tools' : name))).toContain('netgradeLate("tools").weigh()')
})
