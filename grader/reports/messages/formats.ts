/** The words of tables and pictures. */
import type { Language } from '../../../src/grading/words.ts'
import { ko } from '../../../src/grading/korean.ts'

const english = {
  place: 'where it happens',
  decision: 'what decides',
  outcome: 'outcome',
  where: 'written at',
  side: 'side',
  end: 'end',
  finding: 'finding',
  part: 'part',
  source: 'client',
  destination: 'server',
  traceDescription: (title: string, ways: string) =>
    `The steps of ${title}, one column for each way that may be taken: ${ways}.`,
  compareDescription: (flow: string, allowing: string, denying: string) =>
    `${flow}: with the policies of ${allowing} it arrives, with those of ${denying} it does not.`,
  nothingToDraw: 'No connection to draw: both sides allow the same, or it was not decided.',
  sideAllows: (side: string) => `${side} allows it`,
  sideDenies: (side: string) => `${side} denies it`,
}

const korean: typeof english = {
  place: '위치',
  decision: '판단 근거',
  outcome: '결과',
  where: '작성된 곳',
  side: '쪽',
  end: '끝',
  finding: '발견',
  part: '부분',
  source: '클라이언트',
  destination: '서버',
  traceDescription: (title, ways) => `${title}의 단계. 가능한 길마다 한 열: ${ways}.`,
  compareDescription: (flow, allowing, denying) =>
    `${flow}: ${allowing}의 정책이면 도착하고 ${denying}의 정책이면 도착하지 않습니다.`,
  nothingToDraw: '그릴 연결이 없습니다. 두 쪽이 같은 것을 허용하거나 판정하지 못했습니다.',
  sideAllows: (side) => ko(`${side}은(는) 허용`),
  sideDenies: (side) => ko(`${side}은(는) 거부`),
}

export const formatMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
