/** What the demo job asks for: one support ticket. */
export const TICKET_SCHEMA = {
  type: 'object',
  properties: {
    subject: { type: 'string', minLength: 1, maxLength: 60 },
    urgency: { type: 'string', enum: ['low', 'medium', 'high'] },
    sentiment: { type: 'string', enum: ['positive', 'neutral', 'negative'] },
    summary: { type: 'string', minLength: 1, maxLength: 160 },
  },
  required: ['subject', 'urgency', 'sentiment', 'summary'],
  additionalProperties: false,
};

const EXAMPLE_ROW = {
  product: 'desk lamp',
  issue: 'flickers all the time',
  customer: 'Sam Green',
};
const EXAMPLE_TICKET = {
  subject: 'Desk lamp flickers',
  urgency: 'medium',
  sentiment: 'negative',
  summary:
    'Sam Green reports that the desk lamp flickers all the time and asks for a replacement.',
};

/** How the prompt shows one finished ticket: as an earlier turn, within the prompt (as a template would), or not at all. */
const MESSAGES = {
  turn: (row) => [
    user(describe(EXAMPLE_ROW)),
    assistant(JSON.stringify(EXAMPLE_TICKET)),
    user(describe(row)),
  ],
  inline: (row) => [
    user(
      `Example:\n${describe(EXAMPLE_ROW)}\n${JSON.stringify(EXAMPLE_TICKET)}\n\nNow this one:\n${describe(row)}`,
    ),
  ],
  none: (row) => [user(describe(row))],
};

export const EXAMPLE_STYLES = Object.keys(MESSAGES);

/** The Converse request for one seed row. */
export function ticketRequest(row, exampleStyle) {
  return {
    modelId: 'demo',
    system: [
      {
        text: 'You turn customer complaints into short support tickets in JSON.',
      },
    ],
    messages: MESSAGES[exampleStyle](row),
    inferenceConfig: { maxTokens: 160 },
    outputConfig: {
      textFormat: {
        type: 'json_schema',
        structure: {
          jsonSchema: { name: 'ticket', schema: JSON.stringify(TICKET_SCHEMA) },
        },
      },
    },
  };
}

function user(text) {
  return { role: 'user', content: [{ text }] };
}

function assistant(text) {
  return { role: 'assistant', content: [{ text }] };
}

function describe({ product, issue, customer }) {
  return `Customer: ${customer}. Product: ${product}. Problem: the ${product} ${issue}. Write the ticket.`;
}
