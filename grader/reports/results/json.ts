/** netgrade/result/v1: one result as it is, a class as a list of them. */
import type { Book, ResultFormat } from './book.ts'

function* write({ results, isSingle, version }: Book): Generator<string> {
  if (isSingle) {
    for (const result of results) yield `${JSON.stringify(result, null, 2)}\n`
    return
  }
  yield `{"schema":"netgrade/results/v1","tool":${JSON.stringify({ name: 'netgrade', version })},"results":[`
  let separator = '\n'
  for (const result of results) {
    yield `${separator}${JSON.stringify(result)}`
    separator = ',\n'
  }
  yield '\n]}\n'
}

export const json: ResultFormat = { about: 'class', write }
