// Reads bicep on stdin as {"path": "source", …} and answers {"path": tree, …}: a tree is {type, line, text, children}.
import { readFileSync } from 'node:fs';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(new URL('node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm', import.meta.url).pathname));

const tree = (node) => ({
  type: node.isError || node.isMissing ? 'ERROR' : node.type,
  line: node.startPosition.row + 1,
  text: node.namedChildCount === 0 || node.type === 'string' ? node.text : '',
  children: node.children.filter((child) => child.isNamed || child.isMissing).map(tree),
});

const answers = Object.entries(JSON.parse(readFileSync(0, 'utf8'))).map(([path, source]) => [path, tree(parser.parse(source).rootNode)]);
process.stdout.write(JSON.stringify(Object.fromEntries(answers)));
