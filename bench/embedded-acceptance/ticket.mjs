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

/** The Converse request for one seed row. One example helps a model of this size more than any instruction. */
export function ticketRequest(row) {
  return {
    modelId: 'demo',
    system: [
      {
        text: 'You turn customer complaints into short support tickets in JSON.',
      },
    ],
    messages: [
      {
        role: 'user',
        content: [
          {
            text: describe({
              product: 'desk lamp',
              issue: 'flickers all the time',
              customer: 'Sam Green',
            }),
          },
        ],
      },
      {
        role: 'assistant',
        content: [
          {
            text: JSON.stringify({
              subject: 'Desk lamp flickers',
              urgency: 'medium',
              sentiment: 'negative',
              summary:
                'Sam Green reports that the desk lamp flickers all the time and asks for a replacement.',
            }),
          },
        ],
      },
      { role: 'user', content: [{ text: describe(row) }] },
    ],
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

function describe({ product, issue, customer }) {
  return `Customer: ${customer}. Product: ${product}. Problem: the ${product} ${issue}. Write the ticket.`;
}
