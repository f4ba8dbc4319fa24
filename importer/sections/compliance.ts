import type { Section } from '../section.ts'

const OPERATORS = ['equals', 'not_equals', 'contains', 'in', 'not_in']

export const checklistSections: Section[] = [
  {
    name: 'checklists',
    table: 'checklist',
    keys: 'uuid* name* description checklist_type',
    allowed: {
      checklist_type: [
        'project_compliance',
        'proposal_compliance',
        'offering_compliance',
        'project_metadata',
        'onboarding_customer',
        'onboarding_intent',
      ],
    },
  },
  {
    name: 'questions',
    table: 'question',
    keys: `uuid* description order required question_type min_value max_value allowed_file_types allowed_mime_types
      max_file_size_mb max_files operator review_answer_value requires_review user_guidance guidance_answer_value
      guidance_operator always_show_guidance dependency_logic_operator`,
    columns: { order: 'sort_order', max_files: 'max_files_count', requires_review: 'always_requires_review' },
    references: { checklist_uuid: { table: 'checklist', required: true } },
    allowed: {
      order: { min: 0 },
      question_type: [
        ...['boolean', 'single_select', 'multi_select', 'text_input', 'text_area', 'number', 'date', 'file'],
        ...['multiple_files', 'phone_number', 'year', 'email', 'url', 'country', 'rating', 'datetime'],
      ],
      dependency_logic_operator: ['and', 'or'],
      operator: OPERATORS,
      guidance_operator: OPERATORS,
    },
  },
  {
    name: 'question_options',
    table: 'question_option',
    keys: 'uuid* label* order',
    columns: { order: 'sort_order' },
    references: { question_uuid: { table: 'question', required: true } },
    allowed: { order: { min: 0 } },
  },
  {
    name: 'question_dependencies',
    table: 'question_dependency',
    keys: 'uuid* required_answer_value operator',
    references: {
      question_uuid: { table: 'question', required: true },
      depends_on_question_uuid: { table: 'question', required: true },
    },
    allowed: { operator: OPERATORS },
  },
]

export const completionSections: Section[] = [
  {
    name: 'checklist_completions',
    table: 'checklist_completion',
    keys: 'uuid* is_completed requires_review reviewed_at review_notes',
    references: {
      checklist_uuid: { table: 'checklist', required: true },
      reviewed_by_uuid: { table: 'app_user' },
    },
    scope: {
      typeKey: 'scope_content_type',
      uuidKey: 'scope_object_uuid',
      typeColumn: 'content_type',
      idColumn: 'object_id',
      required: true,
    },
    natural: ['content_type', 'object_id', 'checklist_id'],
  },
  {
    name: 'answers',
    table: 'answer',
    keys: 'uuid* answer_data requires_review reviewed_at review_notes',
    anyJson: ['answer_data'],
    references: {
      user_uuid: { table: 'app_user', required: true },
      question_uuid: { table: 'question', required: true },
      completion_uuid: { table: 'checklist_completion' },
      reviewed_by_uuid: { table: 'app_user' },
    },
    natural: ['completion_id', 'question_id', 'user_id'],
    naturalApplies: ({ values }) => (values.completion_id ?? null) !== null,
  },
]
