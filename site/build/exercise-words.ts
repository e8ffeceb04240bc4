/** The words of exercises: what is there, and what is graded in the page. */
import type { Language } from './words.ts'

const en = {
  startState: 'What is there at the beginning',
  moreExercises: 'More to practise here',
  gradeHere: 'Grade it here',
  gradeHereIntro:
    'Write the manifests as you would apply them. They are graded in this page by the same checks as grade --file; nothing is sent anywhere.',
  gradeNeeds: 'Grading in the page needs JavaScript. The terminal does not.',
  manifests: 'Your manifests',
  grade: 'Grade',
}

const ko: typeof en = {
  startState: '처음에 있는 오브젝트',
  moreExercises: '이 단원에서 더 연습하기',
  gradeHere: '여기서 채점하기',
  gradeHereIntro:
    '적용할 매니페스트를 그대로 적으세요. grade --file과 같은 항목을 이 페이지 안에서 채점하며, 아무것도 보내지 않습니다.',
  gradeNeeds: '페이지에서 채점하려면 JavaScript가 필요합니다. 터미널에서는 없어도 됩니다.',
  manifests: '매니페스트',
  grade: '채점',
}

export const EXERCISE_WORDS: Readonly<Record<Language, typeof en>> = { en, ko }
