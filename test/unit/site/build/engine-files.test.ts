/** Which modules come in one file: what several files need is in the nearest one that all of them come after. */
import { expect, test } from 'vitest'
import { joinFiles, membersOf } from '../../../../site/build/engine-files.ts'
import { readModule, type ModuleText } from '../../../../site/build/module-text.ts'

const MODULES: ReadonlyMap<string, ModuleText> = new Map(
  Object.entries({
    entry: 'import{a}from"./all.js";const go=()=>import("./policy-ABCDEFGH.js");export{go,a as b};',
    all: 'const a=1;export{a};',
    explain: 'import{e}from"./evidence.js";export{e as tell};',
    evidence: 'import{a}from"./all.js";const e=a+1;export{e};',
    'policy-ABCDEFGH': 'import{e}from"./evidence.js";import{w}from"./wanted.js";const P=e+w;export{P};',
    service: 'import{w}from"./wanted.js";import{own}from"./own.js";const S=w+own;export{S};',
    wanted: 'import{a}from"./all.js";const w=a+10;export{w};',
    own: 'const own=5;export{own};',
    alone: 'import{own}from"./own.js";export{own as o};',
  }).map(([name, text]) => [name, readModule(text)]),
)

const FILES = {
  entry: { parts: ['entry'] },
  mistakes: { after: 'entry', parts: ['explain'] },
  policies: { after: 'mistakes', parts: ['policy'] },
  services: { after: 'mistakes', parts: ['service'] },
}

test('each module has one place', () => {
  const members = [...membersOf(FILES, MODULES)].map(([file, names]) => [file, [...names].sort()])
  expect(members).toEqual([
    ['entry', ['all', 'entry']],
    ['mistakes', ['evidence', 'explain', 'wanted']],
    ['policies', ['policy-ABCDEFGH']],
    ['services', ['own', 'service']],
  ])
})

test('files need what comes before them; others stay as they are', async () => {
  const asked = new Set(['entry', 'explain', 'policy-ABCDEFGH', 'service', 'alone'])
  const { modules, places } = await joinFiles(MODULES, FILES, asked)
  expect([...modules.keys()].sort()).toEqual(['alone', 'entry', 'mistakes', 'policies', 'services'])
  expect(modules.get('mistakes')?.needs).toEqual(['entry'])
  expect(modules.get('services')?.needs).toContain('mistakes')
  expect(modules.get('alone')?.needs).toEqual(['services'])
  expect(places.get('policy-ABCDEFGH')).toBe('policies')
  expect(modules.get('policies')?.exports.map(({ name }) => name)).toContain('P')
})

test('a file of a part that there is none of fails', () => {
  expect(() => membersOf({ entry: { parts: ['entry', 'nobody'] } }, MODULES)).toThrow('no part nobody')
})
