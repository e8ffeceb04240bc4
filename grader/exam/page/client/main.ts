/** What the exam's page does by itself: the clock runs, little time is told, and each answer is kept when it is given. */
import { createClock } from './clock.ts'
import { keepAnswers } from './answers.ts'
import { readData } from './data.ts'

const data = readData()
if (data !== undefined) {
  document.documentElement.classList.add('scripted')
  const said = document.getElementById('said')
  const say = (text: string): void => {
    if (said !== null) said.textContent = text
  }
  const answers = keepAnswers(data)
  createClock(data, {
    say,
    onOver: () => {
      answers.stop()
      say(data.words.over)
    },
  })
}
