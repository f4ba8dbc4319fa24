import type { OperationId } from '../../../contract/index.ts'
import { type Area, type AreaRow, NOT_FOUND } from '../area.ts'
import type { Made, TestApp } from '../../harness/index.ts'

// Checklists are nobody's: staff keeps them, support reads them, whatever the marketplace.

interface Scene {
  checklist: Made
  question: Made
  third: Made
  option: Made
  dependency: Made
}

const scene = async ({ world }: TestApp): Promise<Scene> => {
  const checklist = await world.insert('checklist', { name: 'Sample rules', checklist_type: 'offering_compliance' })
  const question = await world.insert('question', { checklist_id: checklist.id })
  const other = await world.insert('question', { checklist_id: checklist.id })
  const third = await world.insert('question', { checklist_id: checklist.id })
  const option = await world.insert('question_option', { question_id: question.id, label: 'a' })
  const dependency = await world.insert('question_dependency', {
    question_id: question.id,
    depends_on_question_id: other.id,
    required_answer_value: [true],
  })
  return { checklist, question, third, option, dependency }
}

type Part = keyof Scene
type Body = (scene: Scene) => unknown

const link = (collection: string, { hex }: Made) => `/api/${collection}/${hex}/`
const ofQuestion = (made: Made) => link('checklists-admin-questions', made)

/** By path: the object, what makes one, and what replaces one. */
const PARTS: Record<string, [operations: string, part: Part, creation: Body, update: unknown]> = {
  'checklists-admin': ['checklists_admin', 'checklist', () => ({ name: 'New' }), { name: 'New' }],
  'checklists-admin-questions': [
    'checklists_admin_questions',
    'question',
    ({ checklist }) => ({ checklist: link('checklists-admin', checklist) }),
    {},
  ],
  'checklists-admin-question-options': [
    'checklists_admin_question_options',
    'option',
    ({ question }) => ({ question: ofQuestion(question), label: 'b' }),
    { label: 'b' },
  ],
  'checklists-admin-question-dependencies': [
    'checklists_admin_question_dependencies',
    'dependency',
    ({ question, third }) => ({
      question: ofQuestion(third),
      depends_on_question: ofQuestion(question),
      required_answer_value: true,
    }),
    { required_answer_value: true },
  ],
}

//             anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const READS = '401 401 401 401 403 403 403 403 403 403 403 403 200 200'
const writes = (ok: number) => `401 401 401 401 403 403 403 403 403 403 403 403 403 ${ok}`

const about =
  (path: string, part: Part, name?: string, body?: unknown): AreaRow['make'] =>
  async (app, _market, unknown) => {
    const uuid = unknown ?? (await scene(app))[part].hex
    return { path: `/api/${path}/${uuid}/${name === undefined ? '' : `${name}/`}`, body }
  }

const rowsOf = (path: string): [string, AreaRow][] => {
  const [operations, part, creation, update] = PARTS[path] ?? []
  if (operations === undefined || part === undefined || creation === undefined) return []
  return [
    [`${operations}_list`, { make: async () => ({ path: `/api/${path}/` }), own: READS, other: READS }],
    [
      `${operations}_create`,
      {
        make: async (app) => ({ path: `/api/${path}/`, body: creation(await scene(app)) }),
        own: writes(201),
        other: writes(201),
      },
    ],
    [`${operations}_retrieve`, { make: about(path, part), own: READS, other: READS, none: NOT_FOUND }],
    [
      `${operations}_update`,
      { make: about(path, part, undefined, update), own: writes(200), other: writes(200), none: NOT_FOUND },
    ],
    [
      `${operations}_partial_update`,
      { make: about(path, part, undefined, {}), own: writes(200), other: writes(200), none: NOT_FOUND },
    ],
    [`${operations}_destroy`, { make: about(path, part), own: writes(204), other: writes(204), none: NOT_FOUND }],
  ]
}

export const checklistRows: Area = {
  ...(Object.fromEntries(Object.keys(PARTS).flatMap(rowsOf)) as Partial<Record<OperationId, AreaRow>>),
  checklists_admin_checklist_questions: {
    make: about('checklists-admin', 'checklist', 'questions'),
    own: READS,
    other: READS,
    none: NOT_FOUND,
  },
}
