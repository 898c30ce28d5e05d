/**
 * Which messages she can meet: those that the code of her space reaches, declaration by declaration, from `src/routes/moi` and from what
 * is sent to her. Whole files would take in what the desk says beside it.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { compile } from 'svelte/compiler';
import ts from 'typescript';

/** Her pages; and the words that reach her elsewhere: an address where there is no page, what is sent to her, a sheet that she is handed. */
const HERS = [
	'src/routes/moi/**/*.{svelte,ts}',
	'src/lib/space/SpaceError.svelte',
	'src/lib/carnet/carnet.server.ts',
	'src/lib/correspondence/notices.server.ts',
	'src/lib/opinion/sheet.ts'
];
const MESSAGES = '/paraglide/messages.js';
/** What a module does by being there, and what is not exported but a component. */
const ALWAYS = '*';

/**
 * @typedef {object} Declaration what one name of a file says and leans on
 * @property {Set<string>} keys messages
 * @property {Set<string>} uses names
 * @property {number[]} unfollowed lines where a message is chosen by a name made on the way
 */
/**
 * @typedef {object} Module
 * @property {Map<string, Declaration>} declared
 * @property {Map<string, { from: string, name: string }>} imported local name → where it comes from
 * @property {Map<string, { from: string, name: string }>} exported name → what it is
 * @property {string[]} passedOn files of which everything is exported
 */

/**
 * @param {string} root the project's folder
 * @param {string[]} [entries] where she comes in
 * @returns {{ keys: Map<string, string>, unfollowed: string[] }} each message with a file that says it; places that no reader of code can follow
 */
export function herMessages(root, entries = HERS) {
	/** @type {Map<string, Module>} */
	const modules = new Map();
	/** @type {Map<string, string>} */
	const keys = new Map();
	/** @type {Set<string>} */
	const unfollowed = new Set();
	const seen = new Set();
	const waiting = entries
		.flatMap((pattern) => globSync(pattern, { cwd: root }))
		.map((file) => join(root, file))
		.filter((file) => !/\.(test|d)\.ts$/.test(file))
		.flatMap((file) => [...moduleOf(file).exported.keys(), ALWAYS].map((name) => ({ file, name })));

	/** @param {string} file */
	function moduleOf(file) {
		let found = modules.get(file);
		if (!found) modules.set(file, (found = readModule(root, file)));
		return found;
	}

	for (let next = waiting.pop(); next; next = waiting.pop()) {
		const { file, name } = next;
		if (seen.has(`${file} ${name}`)) continue;
		seen.add(`${file} ${name}`);
		const module = moduleOf(file);
		if (name !== ALWAYS) waiting.push({ file, name: ALWAYS });
		else for (const from of new Set([...module.imported.values()].map((one) => one.from))) waiting.push({ file: from, name: ALWAYS });
		for (const target of targets(module, file, name)) waiting.push(target);
		const declaration = module.declared.get(name);
		if (!declaration) continue;
		for (const key of declaration.keys) keys.set(key, keys.get(key) ?? relative(root, file));
		for (const line of declaration.unfollowed) unfollowed.add(`${relative(root, file)}:${line}`);
		for (const used of declaration.uses) waiting.push({ file, name: used });
	}
	return { keys, unfollowed: [...unfollowed].sort() };
}

/**
 * Where a name leads: to another file that it was imported or passed on from.
 * @param {Module} module
 * @param {string} file
 * @param {string} name
 */
function targets(module, file, name) {
	const found = [];
	const imported = module.imported.get(name);
	if (imported) found.push({ file: imported.from, name: imported.name });
	const exported = module.exported.get(name);
	if (exported && (exported.from !== file || exported.name !== name)) found.push({ file: exported.from, name: exported.name });
	if (name !== ALWAYS && !module.declared.has(name)) for (const from of module.passedOn) found.push({ file: from, name });
	// A whole module under one name: all that it exports.
	if (name === 'everything') for (const each of module.exported.keys()) found.push({ file, name: each });
	return found;
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {Module}
 */
function readModule(root, file) {
	/** @type {Module} */
	const module = { declared: new Map(), imported: new Map(), exported: new Map(), passedOn: [] };
	const source = readFileSync(file, 'utf8');
	const isComponent = file.endsWith('.svelte');
	const code = isComponent ? compile(source, { generate: 'server', filename: file, dev: false }).js.code : source;
	const tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, isComponent ? ts.ScriptKind.JS : ts.ScriptKind.TS);
	/** @param {ts.Expression | undefined} specifier */
	const from = (specifier) => (specifier && ts.isStringLiteral(specifier) ? resolve(root, file, specifier.text) : undefined);

	for (const statement of tree.statements) {
		if (ts.isImportDeclaration(statement)) readImport(module, statement, from(statement.moduleSpecifier));
		else if (ts.isExportDeclaration(statement)) readExport(module, statement, file, from(statement.moduleSpecifier));
		else readDeclarations(module, statement, file);
	}
	return module;
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} specifier
 * @returns {string | undefined} a file of ours that says something
 */
function resolve(root, file, specifier) {
	const path = specifier.startsWith('#lib/')
		? join(root, 'src', 'lib', specifier.slice(5))
		: specifier.startsWith('.')
			? join(dirname(file), specifier)
			: '';
	if (path.endsWith(MESSAGES)) return MESSAGES;
	return /\.(svelte|ts)$/.test(path) && existsSync(path) ? path : undefined;
}

/**
 * @param {Module} module
 * @param {ts.ImportDeclaration} statement
 * @param {string | undefined} from
 */
function readImport(module, { importClause }, from) {
	if (!from || from === MESSAGES || !importClause || importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
	if (importClause.name) module.imported.set(importClause.name.text, { from, name: 'default' });
	const named = importClause.namedBindings;
	if (named && ts.isNamespaceImport(named)) module.imported.set(named.name.text, { from, name: 'everything' });
	if (!named || !ts.isNamedImports(named)) return;
	for (const one of named.elements) {
		if (!one.isTypeOnly) module.imported.set(one.name.text, { from, name: (one.propertyName ?? one.name).text });
	}
}

/**
 * @param {Module} module
 * @param {ts.ExportDeclaration} statement
 * @param {string} file
 * @param {string | undefined} from
 */
function readExport(module, statement, file, from) {
	if (statement.isTypeOnly) return;
	const { exportClause } = statement;
	if (!exportClause) {
		if (from) module.passedOn.push(from);
	} else if (ts.isNamedExports(exportClause)) {
		for (const one of exportClause.elements) {
			const name = (one.propertyName ?? one.name).text;
			if (statement.moduleSpecifier && !from) continue;
			module.exported.set(one.name.text, { from: from ?? file, name });
		}
	}
}

/**
 * @param {Module} module
 * @param {ts.Statement} statement
 * @param {string} file
 */
function readDeclarations(module, statement, file) {
	if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return;
	const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
	const isExported = modifiers.some((one) => one.kind === ts.SyntaxKind.ExportKeyword);
	const isDefault = ts.isExportAssignment(statement) || modifiers.some((one) => one.kind === ts.SyntaxKind.DefaultKeyword);
	/** @type {{ name: string, node: ts.Node }[]} */
	const parts = ts.isVariableStatement(statement)
		? statement.declarationList.declarations.flatMap((node) => namesIn(node.name).map((name) => ({ name, node })))
		: [{ name: nameOf(statement, isDefault), node: statement }];
	for (const { name, node } of parts) {
		const declaration = module.declared.get(name) ?? { keys: new Set(), uses: new Set(), unfollowed: [] };
		module.declared.set(name, declaration);
		readUses(declaration, node);
		if (isExported || isDefault) module.exported.set(isDefault ? 'default' : name, { from: file, name });
	}
}

/**
 * @param {ts.Statement} statement
 * @param {boolean} isDefault
 */
function nameOf(statement, isDefault) {
	if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) && statement.name)
		return statement.name.text;
	return isDefault ? 'default' : ALWAYS;
}

/**
 * @param {ts.BindingName} name
 * @returns {string[]}
 */
function namesIn(name) {
	if (ts.isIdentifier(name)) return [name.text];
	return name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : namesIn(one.name)));
}

/**
 * @param {Declaration} declaration
 * @param {ts.Node} node
 */
function readUses(declaration, node) {
	if (ts.isTypeNode(node)) return;
	if (ts.isPropertyAccessExpression(node) && isMessages(node.expression)) declaration.keys.add(node.name.text);
	else if (ts.isElementAccessExpression(node) && isMessages(node.expression)) {
		if (ts.isStringLiteralLike(node.argumentExpression)) declaration.keys.add(node.argumentExpression.text);
		else declaration.unfollowed.push(node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1);
	} else if (ts.isIdentifier(node) && !isOnlyAName(node)) declaration.uses.add(node.text);
	node.forEachChild((child) => readUses(declaration, child));
}

/** @param {ts.Node} node */
const isMessages = (node) => ts.isIdentifier(node) && node.text === 'm';

/**
 * The name of a property says nothing of what stands at the top of a file.
 * @param {ts.Identifier} node
 */
function isOnlyAName(node) {
	const { parent } = node;
	return (
		(ts.isPropertyAccessExpression(parent) && parent.name === node) ||
		((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) && parent.name === node)
	);
}
