import type {
  ConverseCommandInput,
  SystemContentBlock,
} from '@aws-sdk/client-bedrock-runtime';

export interface TextMessage {
  readonly role: 'user' | 'assistant';
  readonly content: { text: string }[];
}

export type SystemBlock =
  SystemContentBlock.TextMember | SystemContentBlock.CachePointMember;

/** A Converse call of nothing but text: as JSON it is what the service takes, which does not hold for bytes and dates. */
export interface TextInput extends Pick<
  ConverseCommandInput,
  'inferenceConfig' | 'outputConfig'
> {
  readonly modelId: string;
  readonly messages: TextMessage[];
  readonly system?: SystemBlock[];
}
