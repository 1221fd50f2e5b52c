interface SchemaNode {
  readonly $ref?: string;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly items?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly allOf?: readonly unknown[];
  readonly anyOf?: readonly unknown[];
}

const byType: Readonly<Record<string, unknown>> = { string: 'text', integer: 1, number: 1, boolean: true, null: null };

/** An example of a whole body, put together from the examples of its members. */
export function exampleOf(schema: unknown, document: unknown): unknown {
  const node = resolve(schema as SchemaNode, document);
  const given = [node.example, node.examples?.[0], node.default, node.enum?.[0]].find((one) => one !== undefined);
  if (given !== undefined) return given;
  const [first] = [...(node.allOf ?? []), ...(node.anyOf ?? [])];
  if (first) return exampleOf(first, document);
  if (node.properties) {
    return Object.fromEntries(
      Object.entries(node.properties).map(([name, member]) => [name, exampleOf(member, document)]),
    );
  }
  if (node.items) return [exampleOf(node.items, document)];
  const type = typeof node.type === 'string' ? node.type : node.type?.[0];
  return byType[type ?? 'null'] ?? null;
}

function resolve(node: SchemaNode, document: unknown): SchemaNode {
  if (!node.$ref) return node;
  const path = node.$ref.slice(2).split('/');
  const found = path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document);
  return resolve(found ?? {}, document);
}
