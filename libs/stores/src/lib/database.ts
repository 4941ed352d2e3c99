import {
  ConditionalCheckFailedException,
  DynamoDB,
  TransactionCanceledException,
  type AttributeValue,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** Plain values of an item or an expression; `undefined` members are left out. */
export function toAttributes(
  values: Readonly<Record<string, unknown>>,
): Record<string, AttributeValue> {
  return marshall(values, { removeUndefinedValues: true });
}

export interface Expression {
  /** Placeholders are `#name` and `:value`. */
  readonly update?: string;
  readonly condition?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

function expressionInput({ update, condition, names, values }: Expression) {
  return {
    ...(update === undefined ? {} : { UpdateExpression: update }),
    ...(condition === undefined ? {} : { ConditionExpression: condition }),
    ...(names === undefined ? {} : { ExpressionAttributeNames: { ...names } }),
    ...(values === undefined
      ? {}
      : { ExpressionAttributeValues: toAttributes(values) }),
  };
}

type Key = Readonly<Record<string, string | number>>;

/**
 * The conditional writes that the product's guarantees rest on, spelled out as DynamoDB expressions:
 * what a mapper would generate here has to be readable. Reads and plain puts go through dynamoose models.
 */
export class Database {
  constructor(readonly client: DynamoDB) {}

  /** @returns the new item, or undefined when the condition did not hold. */
  async update(
    table: string,
    key: Key,
    expression: Expression,
  ): Promise<Record<string, AttributeValue> | undefined> {
    try {
      const { Attributes } = await this.client.updateItem({
        TableName: table,
        Key: toAttributes(key),
        ReturnValues: 'ALL_NEW',
        ...expressionInput(expression),
      });
      return Attributes ?? {};
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  /** @returns false when the condition did not hold. */
  async put(
    table: string,
    item: Readonly<Record<string, unknown>>,
    expression: Expression = {},
  ): Promise<boolean> {
    try {
      await this.client.putItem({
        TableName: table,
        Item: toAttributes(item),
        ...expressionInput(expression),
      });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** @returns false when the condition did not hold. */
  async delete(
    table: string,
    key: Key,
    expression: Expression = {},
  ): Promise<boolean> {
    try {
      await this.client.deleteItem({
        TableName: table,
        Key: toAttributes(key),
        ...expressionInput(expression),
      });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Deletes an item and hands it out: of several at once only one gets it. @returns undefined when it was not there or the condition did not hold. */
  async take(
    table: string,
    key: Key,
    expression: Expression = {},
  ): Promise<Record<string, AttributeValue> | undefined> {
    try {
      const { Attributes } = await this.client.deleteItem({
        TableName: table,
        Key: toAttributes(key),
        ReturnValues: 'ALL_OLD',
        ...expressionInput(expression),
      });
      return Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  /** @returns false when a condition did not hold or another transaction was in the way: nothing was written then. */
  async transact(writes: readonly TransactWriteItem[]): Promise<boolean> {
    try {
      await this.client.transactWriteItems({ TransactItems: [...writes] });
      return true;
    } catch (error) {
      if (error instanceof TransactionCanceledException && isLostRace(error))
        return false;
      throw error;
    }
  }
}

function isLostRace(error: TransactionCanceledException): boolean {
  const codes = (error.CancellationReasons ?? []).map(
    ({ Code }) => Code ?? 'None',
  );
  return codes.every(
    (code) =>
      code === 'None' ||
      code === 'ConditionalCheckFailed' ||
      code === 'TransactionConflict',
  );
}

export function putWrite(
  table: string,
  item: Readonly<Record<string, unknown>>,
  expression: Expression = {},
): TransactWriteItem {
  return {
    Put: {
      TableName: table,
      Item: toAttributes(item),
      ...expressionInput(expression),
    },
  };
}

export function updateWrite(
  table: string,
  key: Key,
  expression: Expression & { update: string },
): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: toAttributes(key),
      ...expressionInput(expression),
      UpdateExpression: expression.update,
    },
  };
}

export function deleteWrite(
  table: string,
  key: Key,
  expression: Expression = {},
): TransactWriteItem {
  return {
    Delete: {
      TableName: table,
      Key: toAttributes(key),
      ...expressionInput(expression),
    },
  };
}
