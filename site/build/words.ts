/** The site's own words. Both languages have the same keys; the compiler sees to it. */
export type Language = 'en' | 'ko'

const en = {
  name: 'English',
  skip: 'Skip to the text',
  sections: 'Sections',
  try: 'Try it',
  next: 'Next',
  start: 'Start',
  intro:
    'Learn how Pods, Services, Ingresses and DNS names find each other: do each task with your own kubectl and let it be graded.',
  hint: 'Hint',
  solution: 'A solution',
}

const ko: typeof en = {
  name: '한국어',
  skip: '본문으로 건너뛰기',
  sections: '단원',
  try: '해 보기',
  next: '다음',
  start: '시작',
  intro:
    'Pod, Service, Ingress와 DNS 이름이 서로를 어떻게 찾는지 배웁니다. 과제마다 자신의 kubectl로 실습하고 채점을 받으세요.',
  hint: '힌트',
  solution: '풀이',
}

export const WORDS: Readonly<Record<Language, typeof en>> = { en, ko }
