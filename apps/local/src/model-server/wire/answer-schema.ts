import { isJsonSchema, type JsonSchema } from '../json-schema';
import { invalid } from './bedrock-error';
import { type Fields, fields, isFields, list, parseJson } from './fields';

interface AnswerShape {
  readonly schema: JsonSchema | undefined;
  readonly tool: string | undefined;
}

/** What shape the answer must have: a forced tool's input, a JSON schema, or free text. */
export function readAnswerSchema(body: Fields): AnswerShape {
  return (
    forcedTool(body['toolConfig']) ?? {
      schema: outputSchema(body['outputConfig']),
      tool: undefined,
    }
  );
}

function forcedTool(toolConfig: unknown): AnswerShape | undefined {
  if (toolConfig === undefined || toolConfig === null) return undefined;
  const config = fields(toolConfig, 'toolConfig');
  const choice = fields(
    config['toolChoice'] ?? { auto: {} },
    'toolConfig.toolChoice',
  );
  if (choice['any'] === undefined && choice['tool'] === undefined)
    return undefined;
  const specs = list(config['tools'], 'toolConfig.tools')
    .map((tool) => (isFields(tool) ? tool['toolSpec'] : undefined))
    .filter(isFields);
  const wanted =
    choice['tool'] === undefined
      ? specs[0]?.['name']
      : fields(choice['tool'], 'toolConfig.toolChoice.tool')['name'];
  const spec = specs.find(({ name }) => name === wanted);
  if (spec === undefined || typeof wanted !== 'string') {
    throw invalid(
      `toolConfig.toolChoice names the tool ${JSON.stringify(wanted)}, which toolConfig.tools does not define.`,
    );
  }
  const schema = fields(
    spec['inputSchema'],
    `the inputSchema of tool ${wanted}`,
  )['json'];
  if (!isJsonSchema(schema))
    throw invalid(
      `The inputSchema.json of tool ${wanted} must be a JSON object.`,
    );
  return { schema, tool: wanted };
}

function outputSchema(outputConfig: unknown): JsonSchema | undefined {
  if (outputConfig === undefined || outputConfig === null) return undefined;
  const format = fields(outputConfig, 'outputConfig')['textFormat'];
  if (format === undefined || format === null) return undefined;
  const structure = fields(
    fields(format, 'outputConfig.textFormat')['structure'],
    'outputConfig.textFormat.structure',
  );
  const where = 'outputConfig.textFormat.structure.jsonSchema.schema';
  const text = fields(
    structure['jsonSchema'],
    'outputConfig.textFormat.structure.jsonSchema',
  )['schema'];
  if (typeof text !== 'string')
    throw invalid(`${where} must be a text that holds a JSON schema.`);
  const schema = parseJson(text, where);
  if (!isJsonSchema(schema))
    throw invalid(`${where} must describe a JSON object.`);
  return schema;
}
