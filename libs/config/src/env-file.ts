const line = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;

/** Reads `NAME=value` lines: `#` begins a comment, quotes around a value go, nothing is expanded. */
export function parseEnvFile(content: string): Record<string, string> {
  const entries = content.split(/\r?\n/).flatMap((text) => {
    const [, name, value] = line.exec(text) ?? [];
    return name === undefined || value === undefined ? [] : [[name, unquote(value.trim())] as const];
  });
  return Object.fromEntries(entries);
}

function unquote(value: string): string {
  const [, quoted] = /^(?:"([^"]*)"|'[^']*')\s*(?:#.*)?$/.exec(value) ?? [];
  if (quoted !== undefined) return quoted;
  const [, single] = /^'([^']*)'/.exec(value) ?? [];
  return single ?? value.replace(/(^|\s)#.*$/, '').trim();
}
