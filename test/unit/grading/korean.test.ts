import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { ko } from '../../../src/grading/korean.ts'

describe('particles follow the last sound of what stands before them', () => {
  test.each([
    ['', '은(는)'],
    ['→', '은(는)'],
    ['정책', '정책은'],
    ['파드', '파드는'],
    ['서버', '서버는'],
    ['Pod', 'Pod는'],
    ['Service', 'Service는'],
    ['web', 'web은'],
    ['DNS', 'DNS는'],
    ['URL', 'URL은'],
    ['CNI', 'CNI는'],
    ['ConfigMap', 'ConfigMap은'],
    ['spec.podSelector', 'spec.podSelector는'],
    ['spec.ingress[0]', 'spec.ingress[0]은'],
    ['default/allow-from-a', 'default/allow-from-a는'],
    ['3-3', '3-3은'],
    ['2-2', '2-2는'],
    ['8080', '8080은'],
    ['30089', '30089는'],
    ['"pod/x"', '"pod/x"는'],
    ['`ping`', '`ping`은'],
  ])('%s → %s', (word, expected) => {
    expect(ko(`${word}은(는)`)).toBe(word === '' ? '은(는)' : word === '→' ? '→은(는)' : expected)
  })

  test('ㄹ counts as a vowel before 로', () => {
    expect([ko(`1(으)로`), ko(`3(으)로`), ko(`서울(으)로`), ko(`URL을(를)`)]).toEqual(['1로', '3으로', '서울로', 'URL을'])
  })

  test('quotes between word and particle are passed over, and particles that follow no word stay', () => {
    expect(ko(`"정책"(이)라는 명령: 은(는)`)).toBe('"정책"이라는 명령: 은(는)')
    expect(ko(`x이(가) 정책을(를) a과(와)`)).toBe('x가 정책을 a와')
  })
})

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

test('every text that leaves a particle open chooses it', () => {
  const open = ['src', 'grader', 'site'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('korean.ts'))
      .flatMap((name) => {
        const text = readFileSync(path.join(ROOT, folder, name), 'utf8')
        const literals = [...text.matchAll(/(\bko\()?\s*(?:`(?:\\.|[^`\\])*`|'[^'\n]*')/gu)]
        return literals
          .filter(
            ([literal, tag]) =>
              tag === undefined && /은\(는\)|이\(가\)|을\(를\)|[과와]\([과와]\)|\(으\)로|\(이\)라/u.test(literal),
          )
          .map(([literal]) => `${folder}/${name}: ${literal}`)
      }),
  )
  expect(open).toEqual([])
})
