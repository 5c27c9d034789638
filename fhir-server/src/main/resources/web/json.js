/**
 * Shows JSON text indented and coloured. Works on the text itself, so a decimal keeps the digits that were sent, and puts
 * every piece on the page as text.
 */
const PIECE = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{}:,]|\S/g;
const LARGEST = 250_000;

/**
 * The nodes to show. linkFor(key, value) may give the href of a string value, such as a reference's. Text that is no JSON,
 * or too large to colour, comes back as it is.
 */
export function highlighted(text, linkFor = () => null) {
  if (text.length > LARGEST || !/^\s*[[{]/.test(text)) {
    return [text];
  }
  const nodes = [];
  let plain = "";
  let depth = 0;
  let key = "";
  const coloured = (kind, piece, href) => {
    nodes.push(plain, mark(kind, piece, href));
    plain = "";
  };
  const newLine = () => "\n" + "  ".repeat(depth);
  const pieces = text.match(PIECE) ?? [];
  pieces.forEach((piece, index) => {
    const next = pieces[index + 1];
    switch (piece[0]) {
      case "{":
      case "[": {
        depth++;
        const isEmpty = next === "}" || next === "]";
        plain += piece + (isEmpty ? "" : newLine());
        break;
      }
      case "}":
      case "]": {
        depth--;
        const wasEmpty = pieces[index - 1] === "{" || pieces[index - 1] === "[";
        plain += (wasEmpty ? "" : newLine()) + piece;
        break;
      }
      case ",":
        plain += "," + newLine();
        break;
      case ":":
        plain += ": ";
        break;
      case '"':
        if (next === ":") {
          key = piece.slice(1, -1);
          coloured("key", piece);
        } else {
          coloured("string", piece, linkFor(key, piece.slice(1, -1)));
        }
        break;
      default:
        coloured(/^[-\d]/.test(piece) ? "number" : "literal", piece);
    }
  });
  nodes.push(plain);
  return nodes;
}

function mark(kind, text, href) {
  const element = document.createElement(href ? "a" : "span");
  element.className = `json-${kind}`;
  element.textContent = text;
  if (href) {
    element.href = href;
    element.dataset.follow = href;
  }
  return element;
}
