import type { Value } from './values';

/** Every node knows the offset in the normalised source where a message about it should point. */
interface At {
  readonly at: number;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';
export type ComparisonOperator =
  '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export interface CallArguments {
  readonly positional: readonly Expression[];
  readonly named: readonly {
    readonly name: string;
    readonly value: Expression;
  }[];
  /** `*expression` */
  readonly spread: Expression | undefined;
  /** `**expression` */
  readonly namedSpread: Expression | undefined;
}

/** A filter or test with its arguments, without what it is applied to. */
export interface Application extends At {
  readonly name: string;
  readonly args: CallArguments;
}

export interface Literal extends At {
  readonly kind: 'literal';
  readonly value: Value;
}
export interface Name extends At {
  readonly kind: 'name';
  readonly name: string;
}
export interface Sequence extends At {
  readonly kind: 'list' | 'tuple';
  readonly items: readonly Expression[];
}
export interface DictDisplay extends At {
  readonly kind: 'dict';
  readonly pairs: readonly {
    readonly key: Expression;
    readonly value: Expression;
  }[];
}
export interface Attribute extends At {
  readonly kind: 'attribute';
  readonly target: Expression;
  readonly name: string;
}
export interface Subscript extends At {
  readonly kind: 'subscript';
  readonly target: Expression;
  readonly index: Expression;
}
export interface Slice extends At {
  readonly kind: 'slice';
  readonly target: Expression;
  readonly start: Expression | undefined;
  readonly stop: Expression | undefined;
  readonly step: Expression | undefined;
}
export interface Call extends At {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: CallArguments;
}
export interface Filter extends At {
  readonly kind: 'filter';
  readonly input: Expression;
  readonly filter: Application;
}
export interface Test extends At {
  readonly kind: 'test';
  readonly input: Expression;
  readonly test: Application;
}
export interface Unary extends At {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | 'not';
  readonly operand: Expression;
}
export interface Binary extends At {
  readonly kind: 'binary';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Concatenation extends At {
  readonly kind: 'concatenation';
  readonly parts: readonly Expression[];
}
export interface Comparison extends At {
  readonly kind: 'comparison';
  readonly first: Expression;
  readonly rest: readonly {
    readonly operator: ComparisonOperator;
    readonly operand: Expression;
  }[];
}
export interface Logical extends At {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or';
  readonly operands: readonly Expression[];
}
export interface Conditional extends At {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression | undefined;
}

export type Expression =
  | Literal
  | Name
  | Sequence
  | DictDisplay
  | Attribute
  | Subscript
  | Slice
  | Call
  | Filter
  | Test
  | Unary
  | Binary
  | Concatenation
  | Comparison
  | Logical
  | Conditional;

/** What `set`, `for` and `with` assign to. */
export type Target =
  | Name
  | (At & {
      readonly kind: 'namespace-attribute';
      readonly namespace: string;
      readonly name: string;
    })
  | (At & { readonly kind: 'targets'; readonly targets: readonly Target[] });

export interface Parameter extends At {
  readonly name: string;
  readonly defaultValue: Expression | undefined;
}

export type Body = readonly Statement[];

export interface Text extends At {
  readonly kind: 'text';
  readonly text: string;
}
export interface Output extends At {
  readonly kind: 'output';
  readonly expression: Expression;
}
export interface If extends At {
  readonly kind: 'if';
  readonly branches: readonly {
    readonly test: Expression;
    readonly body: Body;
  }[];
  readonly otherwise: Body;
}
export interface For extends At {
  readonly kind: 'for';
  readonly target: Target;
  readonly iterable: Expression;
  readonly condition: Expression | undefined;
  readonly body: Body;
  readonly otherwise: Body;
}
export interface SetValue extends At {
  readonly kind: 'set';
  readonly target: Target;
  readonly value: Expression;
}
export interface SetBlock extends At {
  readonly kind: 'set-block';
  readonly target: Target;
  readonly filters: readonly Application[];
  readonly body: Body;
}
export interface Macro extends At {
  readonly kind: 'macro';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
}
export interface CallBlock extends At {
  readonly kind: 'call-block';
  readonly parameters: readonly Parameter[];
  readonly call: Call;
  readonly body: Body;
}
export interface FilterBlock extends At {
  readonly kind: 'filter-block';
  readonly filters: readonly Application[];
  readonly body: Body;
}
export interface With extends At {
  readonly kind: 'with';
  readonly bindings: readonly {
    readonly target: Target;
    readonly value: Expression;
  }[];
  readonly body: Body;
}
export interface Include extends At {
  readonly kind: 'include';
  readonly template: Expression;
  readonly ignoreMissing: boolean;
  readonly withContext: boolean;
}

export type Statement =
  | Text
  | Output
  | If
  | For
  | SetValue
  | SetBlock
  | Macro
  | CallBlock
  | FilterBlock
  | With
  | Include;
