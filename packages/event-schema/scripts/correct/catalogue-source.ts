/**
 * @module The catalogue as TypeScript source: where a field is written down, found as the compiler
 * resolves it, through imports, spreads and destructuring.
 */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const sourceFolder = fileURLToPath(new URL('../../src/', import.meta.url));

export interface CatalogueSource {
  /** The object that `defineEvent` of this event is given. */
  definition(event: string): ts.ObjectLiteralExpression;
  /** The value of an exported constant. */
  constant(file: string, name: string): ts.ObjectLiteralExpression;
  /** The object that an expression stands for. */
  object(expression: ts.Expression): ts.ObjectLiteralExpression | undefined;
  /** The value under a key of an object, as an expression; its spreads are looked through. */
  property(object: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined;
  /** The call that describes a field, `text('assumed', 'Email', …)`. */
  fieldCall(expression: ts.Expression): ts.CallExpression | undefined;
}

export function openCatalogueSource(): CatalogueSource {
  const files = globSync('{events,entities}/*.ts', { cwd: sourceFolder });
  const program = ts.createProgram(
    [...files, 'envelope-keys.ts', 'envelope-fields.ts'].map((file) => `${sourceFolder}${file}`),
    { allowImportingTsExtensions: true, noEmit: true, module: ts.ModuleKind.NodeNext },
  );
  const checker = program.getTypeChecker();

  function source(file: string): ts.SourceFile {
    const found = program.getSourceFile(`${sourceFolder}${file}`);
    if (found === undefined) throw new Error(`There is no ${file}.`);
    return found;
  }

  function declaredValue(symbol: ts.Symbol | undefined): ts.Expression | undefined {
    if (symbol === undefined) return undefined;
    const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const declaration = real.valueDeclaration;
    if (declaration === undefined) return undefined;
    if (ts.isVariableDeclaration(declaration)) return declaration.initializer;
    if (!ts.isBindingElement(declaration)) return undefined;
    const from = declaration.parent.parent;
    const whole =
      ts.isVariableDeclaration(from) && from.initializer ? object(from.initializer) : undefined;
    const key = declaration.propertyName ?? declaration.name;
    return whole && ts.isIdentifier(key) ? property(whole, key.text) : undefined;
  }

  function resolved(expression: ts.Expression): ts.Expression | undefined {
    if (ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression)) {
      return resolved(expression.expression);
    }
    if (!ts.isIdentifier(expression)) return expression;
    const value = declaredValue(checker.getSymbolAtLocation(expression));
    return value && resolved(value);
  }

  function object(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
    const value = resolved(expression);
    return value && ts.isObjectLiteralExpression(value) ? value : undefined;
  }

  function property(whole: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined {
    for (const one of whole.properties.toReversed()) {
      if (ts.isSpreadAssignment(one)) {
        const spread = object(one.expression);
        const inside = spread && property(spread, key);
        if (inside !== undefined) return inside;
      } else if (one.name?.getText() === key) {
        if (ts.isPropertyAssignment(one)) return one.initializer;
        if (ts.isShorthandPropertyAssignment(one)) {
          return declaredValue(checker.getShorthandAssignmentValueSymbol(one));
        }
      }
    }
    return undefined;
  }

  function fieldCall(expression: ts.Expression): ts.CallExpression | undefined {
    const value = resolved(expression);
    if (value === undefined) return undefined;
    if (ts.isCallExpression(value)) return value;
    // `{ ...text(…), nullable: false }`
    const spread = ts.isObjectLiteralExpression(value)
      ? value.properties.find(ts.isSpreadAssignment)
      : undefined;
    return spread && fieldCall(spread.expression);
  }

  return {
    object,
    property,
    fieldCall,
    definition(event) {
      for (const file of globSync('events/*.ts', { cwd: sourceFolder })) {
        const found = source(file).statements.flatMap(definitionsIn).find(isNamed(event));
        if (found !== undefined) return found;
      }
      throw new Error(`No file of src/events defines ${event}.`);
    },
    constant(file, name) {
      const [declared] = source(file)
        .statements.filter(ts.isVariableStatement)
        .flatMap(({ declarationList }) => declarationList.declarations)
        .filter((declaration) => declaration.name.getText() === name);
      const value = declared?.initializer && object(declared.initializer);
      if (value === undefined) throw new Error(`There is no ${name} in ${file}.`);
      return value;
    },
  };
}

function definitionsIn(statement: ts.Statement): readonly ts.ObjectLiteralExpression[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ initializer }) => {
    const [given] = initializer && ts.isCallExpression(initializer) ? initializer.arguments : [];
    return given && ts.isObjectLiteralExpression(given) ? [given] : [];
  });
}

function isNamed(event: string) {
  return ({ properties }: ts.ObjectLiteralExpression) =>
    properties.some(
      (one) =>
        ts.isPropertyAssignment(one) &&
        one.name.getText() === 'name' &&
        ts.isStringLiteral(one.initializer) &&
        one.initializer.text === event,
    );
}
