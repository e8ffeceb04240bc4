/** Words that only scripts say. */
import type { Language } from '../../src/grading/words.ts'

const english = {
  grading: 'Grading…',
  tooSlow: 'That took too long and was stopped. Is there something in the text that repeats itself without end?',
  fault: 'The grader itself failed. Your text is kept; the terminal may do better: grade --file.',
  empty: 'There is nothing to grade yet. Write manifests into the field above.',
  diagnostics: (count: number) =>
    count === 0 ? 'No mistakes in the text.' : count === 1 ? '1 mistake in the text:' : `${count} mistakes in the text:`,
  line: (line: number) => `line ${line}`,
  right: 'Right.',
  wrong: 'Not right.',
  missed: 'belongs to the answer',
  unanswered: 'Answer first.',
  again: 'Try once more, or show the answer.',
  total: (right: number, of: number) => `${right} of ${of} right`,
  walk: 'What happens',
  position: (place: number, of: number) => `place ${place} of ${of}`,
  up: 'up',
  down: 'down',
  reading: 'Reading the cluster…',
  drawn: 'Drawn.',
  copied: 'The address of this cluster was copied.',
  tooLong: 'The cluster is too long for an address. Keep it as a file.',
  unreadable: 'The address holds no cluster that can be read. The example is shown instead.',
  unknown: 'not guessed',
  yes: 'connects',
  no: 'does not connect',
  guessed: (right: number, of: number) => (of === 0 ? 'This is what happens.' : `${right} of ${of} guesses right`),
}

export type ClientWords = typeof english

const korean: ClientWords = {
  grading: '채점 중…',
  tooSlow: '너무 오래 걸려 중단했습니다. 끝없이 되풀이되는 부분이 있나요?',
  fault: '채점기에 문제가 생겼습니다. 글은 그대로 남아 있습니다. 터미널에서 grade --file로 시도해 보세요.',
  empty: '아직 채점할 것이 없습니다. 위 칸에 매니페스트를 적으세요.',
  diagnostics: (count) => (count === 0 ? '글에 잘못이 없습니다.' : `글에 잘못이 ${count}개 있습니다.`),
  line: (line) => `${line}번째 줄`,
  right: '맞았습니다.',
  wrong: '틀렸습니다.',
  missed: '답에 들어가야 합니다',
  unanswered: '먼저 답하세요.',
  again: '다시 해 보거나 답을 보세요.',
  total: (right, of) => `${of}문제 중 ${right}문제 맞음`,
  walk: '무슨 일이 일어나는가',
  position: (place, of) => `${of}개 중 ${place}번째`,
  up: '위로',
  down: '아래로',
  reading: '클러스터를 읽는 중…',
  drawn: '그렸습니다.',
  copied: '이 클러스터의 주소를 복사했습니다.',
  tooLong: '클러스터가 길어서 주소에 담을 수 없습니다. 파일로 보관하세요.',
  unreadable: '주소에서 클러스터를 읽을 수 없어 예제를 보여 줍니다.',
  unknown: '추측하지 않음',
  yes: '접속됨',
  no: '접속되지 않음',
  guessed: (right, of) => (of === 0 ? '실제로는 이렇습니다.' : `추측 ${of}개 가운데 ${right}개 맞음`),
}

export const clientWords = (language: Language): ClientWords => (language === 'ko' ? korean : english)

/** The language of the page. */
export const pageLanguage = (): Language => (document.documentElement.lang === 'ko' ? 'ko' : 'en')
