import { tryTask } from './try-task.ts'

tryTask('2-2')
