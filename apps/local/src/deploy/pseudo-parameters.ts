import { REGION } from '../supervisor/emulator';

/** The emulator's only account. */
export const ACCOUNT_ID = '000000000000';

/** What `AWS::Region` and its like stand for; undefined for any other name. */
export function pseudoParameter(
  name: string,
  stackName: string,
): string | undefined {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': ACCOUNT_ID,
    'AWS::Partition': 'aws',
    'AWS::Region': REGION,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  return pseudo[name];
}
