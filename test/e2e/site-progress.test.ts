/** What a reader has done, in a real browser: answered questions, graded exercises, and what is added from the terminal. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launchBrowser } from './support/browser.ts'
import { buildStudySite, repository } from './support/site.ts'

const { output, files, urlOf, remove } = await buildStudySite()

interface Question {
  readonly id: string
  readonly form: string
  readonly key: readonly string[]
}

/** What a page judges answers by. */
const questionsOf = (section: string, language: string): readonly Question[] => {
  const path = [...files.keys()].find((one) => one.includes(`questions-${section}-${language}`)) ?? ''
  return JSON.parse(/=(\[.*\]);$/su.exec(files.get(path) ?? '')?.[1] ?? '[]') as readonly Question[]
}

describe.skipIf(!hasBrowser)('progress in the page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    remove()
  })

  test.each([
    ['en', '✔ Right.', '✘ Not right. Try once more, or show the answer.'],
    ['ko', '✔ 맞았습니다.', '✘ 틀렸습니다. 다시 해 보거나 답을 보세요.'],
  ])('questions in %s that were answered are told as such when the page is opened again', async (language, right, wrong) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(urlOf(`${language}/questions/1-2.html`))
    const [one, other, third] = questionsOf('1-2', language).filter(({ form }) => form === 'one')
    if (one === undefined || other === undefined || third === undefined)
      throw new Error('1-2 has no three questions of one choice')
    const form = ({ id }: Question) => page.locator(`#question-${id}`)
    const answer = async (question: Question, isRight: boolean): Promise<void> => {
      const options = await form(question)
        .locator('input')
        .evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value))
      const chosen = options.find((option) => question.key.includes(option) === isRight) ?? ''
      await form(question).locator(`input[value="${chosen}"]`).check()
      await form(question).locator('button[type=submit]').click()
    }
    await answer(one, true)
    await answer(other, false)
    const told = () => Promise.all([one, other, third].map((question) => form(question).locator('[role=status]').textContent()))
    expect(await told()).toEqual([right, wrong, ''])
    await page.reload()
    expect(await told()).toEqual([right, wrong, ''])
    expect(await form(one).getAttribute('class')).toBe('question right')
    expect(await form(other).getAttribute('class')).toBe('question wrong')
    expect(await form(third).getAttribute('class')).toBe('question')
    await context.close()
  })

  test.each(['one', 'many', 'text'])('a question of the form %s that is not answered is not judged', async (kind) => {
    const page = await browser.newPage()
    const sections = ['1-1', '1-2', '1-3', '1-4', '2-1', '3-1', '3-2', '4-1', '5-1']
    const section = sections.find((id) => questionsOf(id, 'en').some((one) => one.form === kind)) ?? ''
    const question = questionsOf(section, 'en').find((one) => one.form === kind)
    await page.goto(urlOf(`en/questions/${section}.html`))
    const form = page.locator(`#question-${question?.id ?? ''}`)
    await form.locator('button[type=submit]').click()
    expect(await form.locator('[role=status]').textContent()).toBe('Answer first.')
    expect(await form.getAttribute('class')).toBe('question')
    expect(await page.evaluate(() => localStorage.getItem('netgrade-progress'))).toBeNull()
    await page.close()
  })

  test('progress of the terminal is added from a file, shown and marked', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(urlOf('en/progress.html'))
    const file = join(output, '../netgrade-progress-test.json')
    writeFileSync(file, '{"sections":"x"}')
    await page.setInputFiles('input[type=file]', file)
    await page.waitForSelector('[role=status]:has-text("No progress was found in the file.")')
    writeFileSync(file, JSON.stringify({ '3-3': { best: { embedded: { points: 100, of: 100, at: '2026-01-01T00:00:00Z' } } } }))
    await page.setInputFiles('input[type=file]', file)
    await page.waitForSelector('td[data-best="3-3"]:has-text("100 / 100")')
    await page.reload()
    expect(await page.textContent('nav.side a[data-section="3-3"]')).toContain('done')
    rmSync(file)
    await context.close()
  })

  test('a variant is found from its section’s exercise, graded in the page, kept by its name, and then debriefed', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(urlOf('en/exercises/3-3.html'))
    await page.click('a[href="3-3-egress.html"]')
    expect(await page.isVisible('details#debrief p')).toBe(false)
    const folder = join(repository, 'tasks/3-3/variants/egress')
    for (const [answer, isDone] of [
      ['wrong/dns-forgotten', false],
      ['solution', true],
    ] as const) {
      await page.fill('#answer', readFileSync(join(folder, answer, 'answer.yaml'), 'utf8'))
      await page.click('.workbench button[type=submit]')
      await page.waitForSelector(`.workbench [role=status]:has-text("${isDone ? '100 of 100' : 'of 100'}")`)
      expect(await page.isVisible('details#debrief p')).toBe(isDone)
    }
    await page.click('details[data-hint="1"] summary')
    // A page tells of what was opened a moment later.
    await page.waitForFunction(() => localStorage.getItem('netgrade-progress')?.includes('"hints"') === true)
    await page.goto(urlOf('en/progress.html'))
    expect(await page.textContent('td[data-best="3-3"]')).toBe('100 / 100')
    const kept = await page.evaluate(() => localStorage.getItem('netgrade-progress'))
    expect(JSON.parse(String(kept))).toMatchObject({ '3-3': { best: {}, variants: { egress: { hints: 1 } } } })
    await context.close()
  })
})
