import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createListeners, type News } from '../../../../site/serve/listeners.ts'

const open = () => {
  const written: string[] = []
  let close = (): void => undefined
  const response = {
    write: (text: string) => written.push(text),
    on: (_event: string, act: () => void) => (close = act),
    end: () => written.push('end'),
  } as unknown as ServerResponse
  return { response, written, close: () => close() }
}

const eventsOf = (written: readonly string[]): readonly string[] =>
  written.map((text) => text.replace('event: ', '').replace('\ndata: ', ' ').trim())

test('a page is loaded anew only where its own text is another one', () => {
  let news: News = { problems: [], markOf: (path) => (path === 'a.html' ? 'new' : 'old'), progress: undefined }
  const listeners = createListeners(() => news)
  const [a, b, gone] = [open(), open(), open()]
  listeners.add({ path: 'a.html', shown: 'old', response: a.response })
  listeners.add({ path: 'b.html', shown: 'old', response: b.response })
  expect(eventsOf(a.written)).toEqual(['problems []', 'change null'])
  expect(eventsOf(b.written)).toEqual(['problems []'])
  news = { ...news, markOf: () => undefined }
  listeners.add({ path: 'gone.html', shown: 'yes', response: gone.response })
  expect(eventsOf(gone.written)).toEqual(['problems []'])
})

test('with mistakes no page is loaded anew: it says them', () => {
  const listeners = createListeners(() => ({ problems: ['a.md:1:2 wrong'], markOf: () => 'new', progress: '{}' }))
  const page = open()
  listeners.add({ path: 'a.html', shown: 'old', response: page.response })
  expect(eventsOf(page.written)).toEqual(['progress "{}"', 'problems ["a.md:1:2 wrong"]'])
})

test('who has closed the page is told nothing more', () => {
  const listeners = createListeners(() => ({ problems: [], markOf: () => undefined, progress: undefined }))
  const page = open()
  listeners.add({ path: 'a.html', shown: '', response: page.response })
  listeners.tell()
  page.close()
  listeners.tell()
  listeners.close()
  expect(eventsOf(page.written)).toEqual(['problems []', 'problems []'])
})
