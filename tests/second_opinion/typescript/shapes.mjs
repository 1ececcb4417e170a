// Judges what the SDK returns by the SDK's own declarations: it promises these types, and holds no answer to them.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { assert, load } from './kit.mjs';

const FOLDER = join(dirname(load.resolve('@cartesia/cartesia-js')), 'resources');
const TOKEN = /'(?:[^'\\]|\\.)*'|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?|=>|\S/g;

/** The declared types by qualified name: `{kind, ...}` trees with the namespace in which their names are looked up. */
const declared = new Map();

class Reader {
  constructor(text) {
    this.tokens = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').match(TOKEN) ?? [];
    this.at = 0;
  }

  get token() {
    return this.tokens[this.at];
  }

  take(expected) {
    const token = this.tokens[this.at++];
    if (expected !== undefined && token !== expected) throw new Error(`expected ${expected}, got ${token}`);
    return token;
  }

  takes(token) {
    if (this.token !== token) return false;
    this.at++;
    return true;
  }

  /** Passes over what is no type: up to a semicolon or a closing brace on this level. */
  skip() {
    for (let depth = 0; this.token !== undefined;) {
      const token = this.take();
      if (token === '{') depth++;
      else if (token === '}' && --depth <= 0) return;
      else if (token === ';' && depth === 0) return;
    }
  }

  declarations(scope) {
    while (this.token !== undefined && this.token !== '}') {
      this.takes('export');
      this.takes('declare');
      if (this.takes('interface')) {
        const name = this.take();
        const bases = [];
        if (this.takes('extends'))
          do bases.push(this.type(scope));
          while (this.takes(','));
        this.declare(scope, name, { ...this.members(scope), bases });
      } else if (this.token === 'type' && this.tokens[this.at + 2] === '=') {
        this.take('type');
        const name = this.take();
        this.take('=');
        this.declare(scope, name, this.type(scope));
        this.takes(';');
      } else if (this.takes('namespace')) {
        const inner = [...scope, this.take()];
        this.take('{');
        this.declarations(inner);
        this.take('}');
      } else {
        this.skip();
      }
    }
  }

  declare(scope, name, type) {
    if (type.kind === 'name' && type.name.endsWith(`.${name}`)) return; // another file's type under the same name
    declared.set([...scope, name].join('.'), type);
  }

  members(scope) {
    this.take('{');
    const members = new Map();
    let rest;
    while (!this.takes('}')) {
      if (this.takes('[')) {
        while (this.take() !== ']');
        this.take(':');
        rest = this.type(scope);
      } else {
        const name = this.take().replace(/^'|'$/g, '');
        const optional = this.takes('?');
        this.take(':');
        members.set(name, { optional, type: this.type(scope) });
      }
      this.takes(';');
    }
    return { kind: 'object', members, rest, bases: [] };
  }

  type(scope) {
    this.takes('|');
    const choices = [this.both(scope)];
    while (this.takes('|')) choices.push(this.both(scope));
    return choices.length === 1 ? choices[0] : { kind: 'union', choices };
  }

  both(scope) {
    const parts = [this.single(scope)];
    while (this.takes('&')) parts.push(this.single(scope));
    return parts.length === 1 ? parts[0] : { kind: 'all', parts };
  }

  single(scope) {
    if (this.token === '{') return this.members(scope);
    if (this.takes('(')) {
      const type = this.type(scope);
      this.take(')');
      return type;
    }
    const token = this.take();
    if (/^['\d]/.test(token)) return { kind: 'literal', value: token[0] === "'" ? token.slice(1, -1) : Number(token) };
    if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' };
    if (token === 'null') return { kind: 'literal', value: null };
    let name = token;
    while (this.takes('.')) name += `.${this.take()}`;
    if (name === 'Array') {
      this.take('<');
      const item = this.type(scope);
      this.take('>');
      return { kind: 'array', item };
    }
    return { kind: 'name', name, scope };
  }
}

// The declarations of its socket classes are no messages.
const files = readdirSync(FOLDER, { recursive: true }).filter((name) =>
  /(?<!internal-base|ws|ws-base)\.d\.ts$/.test(name),
);
for (const file of files) {
  new Reader(readFileSync(join(FOLDER, file), 'utf8')).declarations([]);
}

/** The declaration that a name means, which may be one of another module. */
function lookedUp({ name, scope }) {
  const plain = name.replace(/^(\w+API|Shared)\./, '');
  for (let depth = plain === name ? scope.length : 0; depth >= 0; depth--) {
    const found = declared.get([...scope.slice(0, depth), plain].join('.'));
    if (found) return found;
  }
  throw new Error(`the SDK declares no type ${name}`);
}

/** What is wrong with `value` as a `type`: a list of `path: problem`. */
function problems(value, type, path) {
  switch (type.kind) {
    case 'literal':
      return value === type.value ? [] : [`${path}: ${JSON.stringify(value)} is not ${JSON.stringify(type.value)}`];
    case 'array':
      if (!Array.isArray(value)) return [`${path}: ${JSON.stringify(value)} is no array`];
      return value.flatMap((item, place) => problems(item, type.item, `${path}[${place}]`));
    case 'all':
      return type.parts.flatMap((part) => problems(value, part, path));
    case 'union': {
      const tried = type.choices.map((choice) => problems(value, choice, path));
      return tried.reduce((best, next) => (next.length < best.length ? next : best));
    }
    case 'object': {
      if (typeof value === 'string' && !type.members.size && !type.rest) return []; // `string & {}` is any string
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return [`${path}: no object`];
      const found = type.bases.flatMap((base) => problems(value, base, path));
      for (const [name, member] of type.members) {
        if (value[name] !== undefined) found.push(...problems(value[name], member.type, `${path}.${name}`));
        else if (!member.optional) found.push(`${path}.${name}: missing`);
      }
      if (type.rest) {
        for (const name of Object.keys(value)) found.push(...problems(value[name], type.rest, `${path}.${name}`));
      }
      return found;
    }
    default:
      if (type.name === 'unknown') return [];
      if (['string', 'number', 'boolean'].includes(type.name)) {
        return typeof value === type.name ? [] : [`${path}: ${JSON.stringify(value)} is no ${type.name}`];
      }
      return problems(value, lookedUp(type), path);
  }
}

/** Returns `value`; throws unless it is what the SDK declares as `name`, such as `Voice` or `TTSSSEEvent`. */
export function fits(name, value) {
  assert.deepEqual(problems(value, lookedUp({ name, scope: [] }), name), []);
  return value;
}
