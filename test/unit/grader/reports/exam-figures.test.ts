import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { createSeededRandom } from '../../../../src/cluster/virtual.ts'
import { analyseResults, type ExamFigures } from '../../../../src/course/exam/analyse-results.ts'
import type { AnalysedLearner, AnalysedQuestions } from '../../../../src/course/exam/analysed.ts'
import { figureFormats } from '../../../../grader/reports/exam-figures.ts'

const random = createSeededRandom(3)
const PLAIN = { color: false, width: 200 }

/** Two slots; in the first, `hard` and port 443 are harder. */
const learner = (index: number): AnalysedLearner => {
  const alternate = index % 2 === 0 ? '2-2' : '=cmd|<b>hard</b>'
  const port = index % 4 < 2 ? '80' : '443'
  const points = Math.max(0, Math.min(10, (index % 2 === 0 ? 7 : 3) + (port === '80' ? 3 : -2) + (index % 3) - 1))
  const other = Math.min(10, points + (index % 4))
  const of = (slot: string, name: string, earned: number) => ({
    id: slot,
    slot,
    alternate: name,
    parameters: slot === 'a' ? { port } : {},
    points: earned,
    max: 10,
    status: 'partial',
    checks: [{ id: 'deny', passed: earned > 6 }],
  })
  return {
    slots: [
      { slot: 'a', points, max: 10 },
      { slot: 'b', points: other, max: 10 },
    ],
    submissions: [
      { counts: true, items: [of('a', alternate, points / 2), of('b', 'q', other)] },
      {
        counts: true,
        times: { a: (2 + (index % 7)) * 60_000 },
        items: [of('a', alternate, points), { ...of('b', 'q', other), answer: [other > 5 ? 'a' : 'b'] }],
      },
    ],
  }
}

const QUESTIONS: AnalysedQuestions = {
  q: {
    form: 'one',
    key: ['a'],
    options: [
      { id: 'a', text: { en: 'Nobody is', ko: '아무도 아니다' } },
      { id: 'b', text: { en: '=cmd|<i>all</i>', ko: '모두이다' } },
    ],
  },
}

const analyse = (count: number): ExamFigures =>
  analyseResults(
    [
      ...Array.from({ length: count }, (_, index) => learner(index)),
      { slots: [], submissions: [{ counts: false, items: [] }] },
    ],
    (limit) => random.below(limit),
    QUESTIONS,
  )!
const render = (format: string, figures: ExamFigures, language: 'en' | 'ko' = 'en'): string =>
  figureFormats(language)[format]!(figures, PLAIN)

describe('the figures of an exam', () => {
  test('stand in both languages with N and an interval each, and what was unfair is named', () => {
    const text = render('text', analyse(60))
    expect(text).toContain('60 learners; 1 handed in nothing that counts (1 of them something that was refused)')
    expect(text).toMatch(/mean [\d.]+ of 20 points \([\d.]+ … [\d.]+\).*alpha [\d.]+ \([\d.]+ … [\d.]+\), standard error/u)
    expect(text).toMatch(/^a +60 +\d+ % +\d+ % … \d+ % +0\.\d\d +[-\d.]+ … 0\.\d\d +0\.\d\d +[-\d.]+ … [\d.]+ +– *$/mu)
    expect(text).toMatch(/^a +2-2 +port=443 +15 /mu)
    expect(text).toMatch(/^score +0–10 % +.*90–100 %\nN( +\d+){10}$/mu)
    expect(render('text', analyse(60), 'ko')).toMatch(/응시자 60명.*\n.*알파.*\n.*왜도.*첨도.*\n.*부트스트랩/u)
  })

  test('all that is told of a class stands in the text: weights, fifths, time, options and gains', () => {
    const text = render('text', analyse(60))
    expect(text).toMatch(/totals: skewness -?[\d.]+ \(-?[\d.]+ … -?[\d.]+\), excess kurtosis -?[\d.]+ \(/u)
    expect(text).toMatch(/^a +60 +50 % +\d+ % +\d+ % … \d+ % +\d+ % +\d+ % … \d+ %$/mu)
    expect(text).toMatch(/^a +60( +\d+ % \(\d+ % … \d+ %\)){5}$/mu)
    expect(text).toMatch(/^a +60 +5\.0 +\d\.\d … \d\.\d$/mu)
    expect(text).toMatch(/^b +q +a +right +60 +\d+ % +\d+ % … \d+ % +0\.\d\d +0\.\d\d … 0\.\d\d +Nobody is$/mu)
    expect(text).toMatch(/^2 +60 +\d+ % +\d+ % … \d+ % +\d+ % +\d+ % … \d+ %$/mu)
    expect(text).toMatch(/^a +2-2 +30 .* 0 % +5\.0 \(30\) +deny \d+ %$/mu)
    const json = JSON.parse(render('json', analyse(60))) as ExamFigures
    expect(json).toMatchObject({ options: [{ option: 'a' }, { option: 'b' }], attempts: [{}, { learners: 60 }] })
    expect(json.test.items[0]?.fifths).toHaveLength(5)
  })

  test('of few learners are shown, and said to say little', () => {
    expect(render('text', analyse(4))).toContain('Fewer than 10 learners: these figures say little.')
    expect(render('html', analyse(4))).toContain('<tr class="few">')
    for (const [format, end] of [
      ['text', '\n'],
      ['html', '</p>'],
    ] as const) {
      expect(render(format, analyse(4))).toContain(`Options of 1 question that fewer than 10 answered are told in csv and json only.${end}`) // prettier-ignore
      expect(render(format, analyse(4))).not.toContain('Nobody is')
    }
    expect(() => render('html', analyse(1))).not.toThrow()
    expect(render('text', analyse(1))).not.toMatch(/NaN|undefined/u)
  })

  test('as CSV all rows have all columns, and formulas are none', () => {
    const rows: readonly Record<string, string>[] = parse(render('csv', analyse(60)), { columns: true })
    expect(rows.map(({ slot, alternate, parameter, value }) => [slot, alternate, parameter, value].join(' '))).toEqual([
      '   ',
      'a   ',
      'b   ',
      'a 2-2  ',
      "a '=cmd|<b>hard</b>  ",
      'b q  ',
      'a 2-2 port 443',
      'a 2-2 port 80',
      "a '=cmd|<b>hard</b> port 443",
      "a '=cmd|<b>hard</b> port 80",
      'b q  ',
      'b q  ',
      '   ',
      '   ',
    ])
    const [whole, a, b] = rows
    expect(whole).toMatchObject({ absent: '1', refused: '1', skewness: expect.stringMatching(/^-?\d/u) })
    const counts = Array.from({ length: 10 }, (_, bin) => Number(whole?.[`scores_to_${(bin + 1) * 10}`]))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60)
    expect(Number(a?.['effective_weight']) + Number(b?.['effective_weight'])).toBeCloseTo(1, 3)
    expect(a).toMatchObject({ intended_weight: '0.5', time_learners: '60', minutes: '5', random_guess: '' })
    expect(Number(a?.['fifth_1_high95'])).toBeLessThan(Number(a?.['fifth_5_low95']))
    expect(b).toMatchObject({ time_learners: '', minutes: '' })
    expect(rows[5]).toMatchObject({ alternate: 'q', random_guess: '0.5' })
    expect(rows.slice(10).map((row) => [row['option'], row['is_key'], row['attempt'], row['learners']])).toEqual([
      ['a', 'true', '', '60'],
      ['b', 'false', '', '60'],
      ['', '', '1', '60'],
      ['', '', '2', '60'],
    ])
    expect(Number(rows[10]?.['option_rest_r_low95'])).toBeGreaterThan(0)
    expect(Number(rows[11]?.['option_rest_r'])).toBeCloseTo(-Number(rows[10]?.['option_rest_r']))
    expect(Number(rows.at(-1)?.['gain_low95'])).toBeGreaterThan(0)
    expect(Number(whole?.['alpha_without'])).toBeGreaterThan(Number(whole?.['alpha_without_low95']))
    expect(Number(whole?.['alpha_without'])).toBeLessThan(Number(whole?.['alpha_without_high95']))
    expect(Number(a?.['discrimination_27'])).toBeGreaterThan(0)
    expect(rows[3]).toMatchObject({ hardest_check: 'deny', blank: '0' })
  })

  test('as a page they are complete: tables, four plots that say what they show, and nothing that is run or loaded', () => {
    for (const language of ['en', 'ko'] as const) {
      const page = render('html', analyse(60), language)
      expect(page).toContain(`<html lang="${language}">`)
      expect(page.match(/<svg role="img"/gu)).toHaveLength(4)
      expect(page).toMatch(/<desc id="[^"]+">0–10 %: \d+; 10–20 %: \d+/u)
      expect(page).toContain('=cmd|&lt;b&gt;hard&lt;/b&gt;')
      expect(page).toContain(language === 'ko' ? '아무도 아니다' : '=cmd|&lt;i&gt;all&lt;/i&gt;')
      expect(page).not.toMatch(/<script|<b>hard|<i>|https?:|NaN|undefined/u)
    }
  })
})
