import { addDays, isoDate, isoInstant } from './calendar.ts'
import type { Context } from './context.ts'
import type { OfferingUser } from './offering-users.ts'
import type { Row } from './preset.ts'
import { cycle } from './random.ts'

type QuestionSpec = {
  key: string
  text: string
  type:
    | 'boolean'
    | 'single_select'
    | 'multi_select'
    | 'text_input'
    | 'text_area'
    | 'number'
    | 'date'
    | 'rating'
    | 'email'
    | 'country'
  required?: true
  options?: string[]
  /** Shown only when this boolean question is answered with yes. */
  after?: string
  columns?: Row
}

type ChecklistSpec = { key: string; name: string; kind: string; questions: QuestionSpec[] }

const checklists: ChecklistSpec[] = [
  {
    key: 'usage-policy',
    name: 'Sample usage policy',
    kind: 'offering_compliance',
    questions: [
      { key: 'read', text: 'Have you read the sample policy?', type: 'boolean', required: true },
      {
        key: 'place',
        text: 'Where do you work from?',
        type: 'single_select',
        required: true,
        options: ['Office', 'Home', 'Elsewhere'],
      },
      { key: 'tools', text: 'Which tools do you use?', type: 'multi_select', options: ['Shell', 'Notebook', 'Portal'] },
      { key: 'version', text: 'Which version of it?', type: 'text_input', after: 'read' },
      {
        key: 'jobs',
        text: 'How many jobs do you expect per week?',
        type: 'number',
        required: true,
        columns: { min_value: 0, max_value: 10000 },
      },
      { key: 'until', text: 'Until when?', type: 'date' },
    ],
  },
  {
    key: 'data-protection',
    name: 'Example data protection',
    kind: 'offering_compliance',
    questions: [
      { key: 'personal', text: 'Do you process personal data?', type: 'boolean', required: true },
      {
        key: 'which',
        text: 'Which personal data?',
        type: 'text_area',
        after: 'personal',
        columns: { requires_review: true },
      },
      { key: 'contact', text: 'Whom can we write to?', type: 'email', required: true },
      { key: 'country', text: 'Where does the data come from?', type: 'country' },
      { key: 'risk', text: 'How high is the risk?', type: 'rating', columns: { min_value: 1, max_value: 5 } },
    ],
  },
  {
    key: 'closing',
    name: 'Placeholder project closing',
    kind: 'project_compliance',
    questions: [
      { key: 'moved', text: 'Is the data moved?', type: 'boolean', required: true },
      { key: 'note', text: 'Anything else?', type: 'text_area' },
    ],
  },
]

const questionUuid = (context: Context, checklist: string, key: string): string =>
  context.uuid('question', `${checklist}/${key}`)

const optionUuid = (context: Context, checklist: string, key: string, label: string): string =>
  context.uuid('question_option', `${checklist}/${key}/${label}`)

type ChecklistRows = { checklists: Row[]; questions: Row[]; options: Row[]; dependencies: Row[] }

export const checklistRows = (context: Context): ChecklistRows => ({
  checklists: checklists.map(({ key, name, kind }, index) => ({
    uuid: context.uuid('checklist', key),
    name,
    description: `${name}, not binding for anybody`,
    checklist_type: kind,
    created: isoInstant(addDays(context.today, -350 + index)),
    modified: isoInstant(addDays(context.today, -90 + index)),
  })),
  questions: checklists.flatMap((checklist) =>
    checklist.questions.map(({ key, text, type, required, columns }, index) => ({
      uuid: questionUuid(context, checklist.key, key),
      checklist_uuid: context.uuid('checklist', checklist.key),
      description: text,
      order: index + 1,
      required: required ?? false,
      question_type: type,
      dependency_logic_operator: 'and',
      ...columns,
    })),
  ),
  options: checklists.flatMap((checklist) =>
    checklist.questions.flatMap(({ key, options }) =>
      (options ?? []).map((label, index) => ({
        uuid: optionUuid(context, checklist.key, key, label),
        question_uuid: questionUuid(context, checklist.key, key),
        label,
        order: index + 1,
      })),
    ),
  ),
  dependencies: checklists.flatMap((checklist) =>
    checklist.questions.flatMap(({ key, after }) =>
      after
        ? [
            {
              uuid: context.uuid('question_dependency', `${checklist.key}/${key}`),
              question_uuid: questionUuid(context, checklist.key, key),
              depends_on_question_uuid: questionUuid(context, checklist.key, after),
              required_answer_value: true,
              operator: 'equals',
            },
          ]
        : [],
    ),
  ),
})

const answerTo = (context: Context, checklist: string, question: QuestionSpec, account: OfferingUser): unknown => {
  const { index, user } = account
  const option = (label: string): string => optionUuid(context, checklist, question.key, label)
  const options = question.options ?? []
  switch (question.type) {
    case 'boolean':
      return true
    case 'single_select':
      return [option(cycle(options, index))]
    case 'multi_select':
      return options.slice(0, 1 + (index % options.length)).map(option)
    case 'number':
      return (index * 7) % 200
    case 'rating':
      return 1 + (index % 5)
    case 'date':
      return isoDate(addDays(context.today, 100 + index))
    case 'email':
      return `${user.username}@example.org`
    case 'country':
      return cycle(['EE', 'FI', 'GR'], index)
    case 'text_input':
    case 'text_area':
      return `Sample answer ${index + 1}`
  }
}

/** Which questions the holder of an account has answered; null when the list was never opened. */
const answered = (questions: readonly QuestionSpec[], index: number): QuestionSpec[] | null => {
  if (index % 5 === 4) return null
  if (index % 5 === 3) return questions.slice(0, index % 2)
  return index % 5 === 2 ? questions.filter((question) => question.required) : [...questions]
}

/** A completion is done when every required question has an answer. */
export const completionRows = (
  context: Context,
  accounts: readonly OfferingUser[],
): { completions: Row[]; answers: Row[] } => {
  const completions: Row[] = []
  const answers: Row[] = []
  for (const account of accounts) {
    const checklist = checklists.find(({ key }) => key === account.offering.spec.checklist)
    const questions = checklist ? answered(checklist.questions, account.index) : null
    if (!checklist || !questions) continue
    const uuid = context.uuid('checklist_completion', account.uuid)
    completions.push({
      uuid,
      checklist_uuid: context.uuid('checklist', checklist.key),
      scope_content_type: 'marketplace.offeringuser',
      scope_object_uuid: account.uuid,
      is_completed: checklist.questions.every((question) => !question.required || questions.includes(question)),
      requires_review: questions.some((question) => question.columns?.requires_review === true),
      created: isoInstant(account.created),
      modified: isoInstant(addDays(account.created, 1)),
    })
    for (const question of questions) {
      answers.push({
        uuid: context.uuid('answer', `${uuid}/${question.key}`),
        user_uuid: account.user.uuid,
        question_uuid: questionUuid(context, checklist.key, question.key),
        completion_uuid: uuid,
        answer_data: answerTo(context, checklist.key, question, account),
        requires_review: question.columns?.requires_review === true,
      })
    }
  }
  return { completions, answers }
}
