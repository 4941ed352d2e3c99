import type { GbnfJsonSchema, Llama, LlamaGrammar } from 'node-llama-cpp';
import type { JsonSchema } from '../json-schema';
import { invalid } from '../wire/bedrock-error';

const MAX_GRAMMARS = 64;

/** Grammars that hold an answer to a JSON schema, compiled once for each schema. */
export class GrammarCache {
  private readonly bySchema = new Map<string, Promise<LlamaGrammar>>();

  constructor(private readonly llama: Llama) {}

  /** @throws BedrockError `ValidationException` for a schema that cannot be compiled */
  async grammarFor(schema: JsonSchema): Promise<LlamaGrammar> {
    const key = JSON.stringify(schema);
    const known = this.bySchema.get(key) ?? this.compile(schema);
    this.bySchema.delete(key);
    this.bySchema.set(key, known);
    const oldest = this.bySchema.keys().next().value;
    if (this.bySchema.size > MAX_GRAMMARS && oldest !== undefined)
      this.bySchema.delete(oldest);
    try {
      return await known;
    } catch (error) {
      this.bySchema.delete(key);
      throw invalid(
        `The built-in demo model cannot follow this JSON schema: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  private compile(schema: JsonSchema): Promise<LlamaGrammar> {
    return isGrammarSchema(schema)
      ? this.llama.createGrammarForJsonSchema(schema)
      : this.llama.getGrammarFor('json');
  }
}

/** The compiler takes a top level without a type for "no rules", so such schemas get any JSON at all. */
function isGrammarSchema(
  schema: JsonSchema,
): schema is JsonSchema & GbnfJsonSchema {
  return (
    schema.type !== undefined ||
    schema.enum !== undefined ||
    schema.const !== undefined ||
    schema.oneOf !== undefined
  );
}
